import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { type Collection, Collections } from '../../domain/people/collections.js';
import { CommunityLimits } from '../../domain/people/limits.js';
import { profileSubject } from '../../domain/people/subjects.js';
import type { CollectionAspects } from './change-collection.js';
import { NewThings } from './new-things.js';

/** Somebody begins to keep pictures together. */
@Injectable()
export class NewCollection {
  constructor(
    private readonly collections: Collections,
    private readonly people: People,
    private readonly unitOfWork: UnitOfWork,
    private readonly limits: CommunityLimits,
    private readonly made: NewThings,
  ) {}

  /** @throws Rejection FEED_TOO_MANY_COLLECTIONS, UNAUTHENTICATED when the account is gone */
  run(ownerId: string, aspects: CollectionAspects): Promise<Collection> {
    const work = async () => {
      // Held, so that two at once are counted one after the other, and nothing is made for somebody who has left.
      if (!(await this.people.hold([ownerId])).has(ownerId)) throw new Rejection('UNAUTHENTICATED');
      const { collectionsPerPerson: limit } = this.limits;
      if ((await this.collections.countOf(ownerId, 'all')) >= limit) {
        throw new Rejection('FEED_TOO_MANY_COLLECTIONS', { limit });
      }
      const { id, at } = this.made.next();
      const collection = { ...aspects, id, ownerId, createdAt: at, changedAt: at };
      await this.collections.add(collection);
      return collection;
    };
    return this.unitOfWork.run(work, [profileSubject(ownerId)]);
  }
}
