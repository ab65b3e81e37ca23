import { Injectable } from '@nestjs/common';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { type CollectionPosition, Collections } from '../../domain/users/collections.js';
import { CommunityLimits } from '../../domain/users/limits.js';
import { Posts } from '../../domain/posts/posts.js';
import { ownedBy } from './change-collection.js';

/** As far apart as two neighbours may be before all places are made anew. */
const TOO_CLOSE = 1e-6;
const APART = 1_000;

export interface CollectionMove {
  readonly userId: string;
  readonly collectionId: string;
  readonly postId: string;
  /** Right after this one; null: before all others; undefined: at the end, or where it is. */
  readonly afterPostId: string | null | undefined;
}

/**
 * Puts an image among the others, or moves it. The collection is held meanwhile, so that of two who move at once one comes
 * after the other and everybody sees one order.
 */
@Injectable()
export class PlaceInCollection {
  constructor(
    private readonly collections: Collections,
    private readonly posts: Posts,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly limits: CommunityLimits,
  ) {}

  /** @throws Rejection FEED_COLLECTION_NOT_FOUND, FEED_POST_NOT_FOUND for either post, FEED_COLLECTION_FULL */
  async run({ userId, collectionId, postId, afterPostId }: CollectionMove): Promise<void> {
    await this.unitOfWork.run(async () => {
      ownedBy(await this.collections.hold(collectionId), userId);
      const present = await this.collections.placeOf(collectionId, postId);
      if (present !== null && (afterPostId === undefined || afterPostId === postId)) return;
      if (present === null) await this.makeRoom(collectionId, postId);
      const at = this.clock.now();
      const place = await this.freePlace(collectionId, postId, afterPostId);
      await this.collections.put(collectionId, { postId, place, at });
      await this.collections.change(collectionId, { changedAt: at });
    });
  }

  private async makeRoom(collectionId: string, postId: string): Promise<void> {
    if (!(await this.posts.hold(postId))) throw new Rejection('FEED_POST_NOT_FOUND');
    const count = (await this.collections.counts([collectionId], 'all')).get(collectionId) ?? 0;
    const { postsPerCollection: limit } = this.limits;
    if (count >= limit) throw new Rejection('FEED_COLLECTION_FULL', { limit });
  }

  private async freePlace(collectionId: string, postId: string, afterPostId?: string | null): Promise<number> {
    if (afterPostId === undefined) return ((await this.collections.last(collectionId)) ?? 0) + APART;
    const before = afterPostId === null ? null : await this.placeOf(collectionId, afterPostId);
    const next = await this.neighbour(collectionId, before, postId);
    if (next === null) return (before?.place ?? 0) + APART;
    if (before === null) return next.place - APART;
    if (next.place - before.place > TOO_CLOSE) return (before.place + next.place) / 2;
    await this.collections.renumber(collectionId);
    return this.freePlace(collectionId, postId, afterPostId);
  }

  private async placeOf(collectionId: string, postId: string): Promise<CollectionPosition> {
    const place = await this.collections.placeOf(collectionId, postId);
    if (place === null) throw new Rejection('FEED_POST_NOT_FOUND');
    return { place, postId };
  }

  /** Whoever comes next, but for the one that is moved. */
  private async neighbour(
    collectionId: string,
    before: CollectionPosition | null,
    movedId: string,
  ): Promise<CollectionPosition | null> {
    const next = await this.collections.page(collectionId, 'all', before, 2);
    return next.find(({ postId }) => postId !== movedId) ?? null;
  }
}
