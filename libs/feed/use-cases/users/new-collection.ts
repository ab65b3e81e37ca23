import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { type Collection, Collections } from '../../domain/users/collections.js';
import { CommunityLimits } from '../../domain/users/limits.js';
import { profileCacheTag } from '../../domain/users/subjects.js';
import type { CollectionAspects } from './change-collection.js';
import { NewThings } from './new-things.js';

/** Somebody begins to keep images together. */
@Injectable()
export class NewCollection {
  constructor(
    private readonly collections: Collections,
    private readonly users: Users,
    private readonly unitOfWork: UnitOfWork,
    private readonly limits: CommunityLimits,
    private readonly made: NewThings,
  ) {}

  /** @throws Rejection FEED_TOO_MANY_COLLECTIONS, UNAUTHENTICATED when the account is gone */
  run(ownerId: string, aspects: CollectionAspects): Promise<Collection> {
    const work = async () => {
      // Held, so that two at once are counted one after the other, and nothing is made for somebody who has left.
      if (!(await this.users.hold([ownerId])).has(ownerId)) throw new Rejection('UNAUTHENTICATED');
      const { collectionsPerUser: limit } = this.limits;
      if ((await this.collections.countOf(ownerId, 'all')) >= limit) {
        throw new Rejection('FEED_TOO_MANY_COLLECTIONS', { limit });
      }
      const { id, at } = this.made.next();
      const collection = { ...aspects, id, ownerId, createdAt: at, changedAt: at };
      await this.collections.add(collection);
      return collection;
    };
    return this.unitOfWork.run(work, [profileCacheTag(ownerId)]);
  }
}
