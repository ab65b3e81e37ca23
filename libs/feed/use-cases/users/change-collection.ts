import { Injectable } from '@nestjs/common';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { type Collection, Collections } from '../../domain/users/collections.js';
import { profileCacheTag } from '../../domain/users/subjects.js';

export type CollectionAspects = Pick<Collection, 'title' | 'description' | 'isShared'>;

/** Nobody else may change it, and whether there is a private one they do not learn. */
export function ownedBy(collection: Collection | null, userId: string): Collection {
  if (!collection || (collection.ownerId !== userId && !collection.isShared)) {
    throw new Rejection('FEED_COLLECTION_NOT_FOUND');
  }
  if (collection.ownerId !== userId) throw new Rejection('FEED_NOT_AUTHOR');
  return collection;
}

/** Its owner gives a collection other words, shares it or keeps it to themselves, empties it, drops it. */
@Injectable()
export class ChangeCollection {
  constructor(
    private readonly collections: Collections,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws Rejection FEED_COLLECTION_NOT_FOUND, FEED_NOT_AUTHOR */
  change(userId: string, collectionId: string, aspects: Partial<CollectionAspects>): Promise<Collection> {
    const work = async () => {
      const collection = ownedBy(await this.collections.hold(collectionId), userId);
      const changes = { ...aspects, changedAt: this.clock.now() };
      await this.collections.change(collectionId, changes);
      return { ...collection, ...changes };
    };
    return this.unitOfWork.run(work, [profileCacheTag(userId)]);
  }

  /** @throws Rejection FEED_COLLECTION_NOT_FOUND, FEED_NOT_AUTHOR */
  remove(userId: string, collectionId: string): Promise<void> {
    const work = async () => {
      ownedBy(await this.collections.hold(collectionId), userId);
      await this.collections.remove(collectionId);
    };
    return this.unitOfWork.run(work, [profileCacheTag(userId)]);
  }

  /** What is not in it is no error. @throws Rejection FEED_COLLECTION_NOT_FOUND, FEED_NOT_AUTHOR */
  takeOut(userId: string, collectionId: string, postId: string): Promise<void> {
    return this.unitOfWork.run(async () => {
      ownedBy(await this.collections.hold(collectionId), userId);
      if (!(await this.collections.takeOut(collectionId, postId))) return;
      await this.collections.change(collectionId, { changedAt: this.clock.now() });
    });
  }
}
