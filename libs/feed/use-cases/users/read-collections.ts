import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { type Collection, Collections, type PostVisibility } from '../../domain/users/collections.js';
import { CommunityLimits } from '../../domain/users/limits.js';
import { pageOf, readCursor } from '../page-cursor.js';

export interface ListedCollection {
  readonly collection: Collection;
  readonly count: number;
  /** So many more there are for who hides them; nobody else is told. */
  readonly leftOut?: number;
  /** Of its first images, in their order. */
  readonly coverIds: readonly string[];
}

/** Who asks: null for a visitor. `forEverybody`: sees no other images. */
interface Reader {
  readonly userId: string | null;
  readonly forEverybody: boolean;
}

@Injectable()
export class ReadCollections {
  constructor(
    private readonly collections: Collections,
    private readonly limits: CommunityLimits,
  ) {}

  /** The last changed first; all of them where they are one's own, else those that are shared. */
  async of(ownerId: string, { userId: viewerId, forEverybody }: Reader): Promise<ListedCollection[]> {
    const which = ownerId === viewerId ? 'all' : 'shared';
    const all = await this.collections.of(ownerId, which, this.limits.collectionsPerUser);
    return this.listed(all, forEverybody ? 'forEverybody' : 'all');
  }

  /** @throws Rejection FEED_COLLECTION_NOT_FOUND, also for somebody else's that is not shared */
  async one(collectionId: string, { userId: viewerId, forEverybody }: Reader): Promise<ListedCollection> {
    const collection = await this.collections.find(collectionId);
    if (!collection || !(collection.isShared || collection.ownerId === viewerId)) {
      throw new Rejection('FEED_COLLECTION_NOT_FOUND');
    }
    const [listed] = await this.listed([collection], forEverybody ? 'forEverybody' : 'all');
    const one = listed as ListedCollection;
    if (!forEverybody || viewerId === null) return one;
    const all = (await this.collections.counts([collectionId], 'all')).get(collectionId) ?? 0;
    return { ...one, leftOut: Math.max(0, all - one.count) };
  }

  /** Images in their order. @throws Rejection INVALID for a cursor that is none */
  async posts(
    collectionId: string,
    cursor: string | undefined,
    { forEverybody }: Pick<Reader, 'forEverybody'>,
  ): Promise<{ ids: string[]; nextCursor: string | null }> {
    const after = readCursor(cursor);
    const limit = this.limits.postsPerPage;
    const place = after && { place: after.value, postId: after.id };
    const found = await this.collections.page(collectionId, forEverybody ? 'forEverybody' : 'all', place, limit + 1);
    const { page, nextCursor } = pageOf(found, limit, (one) => ({ value: one.place, id: one.postId }));
    return { ids: page.map(({ postId }) => postId), nextCursor };
  }

  async listed(collections: readonly Collection[], seen: PostVisibility): Promise<ListedCollection[]> {
    const ids = collections.map(({ id }) => id);
    const [counts, covers] = await Promise.all([
      this.collections.counts(ids, seen),
      this.collections.covers(ids, seen, this.limits.collectionCover),
    ]);
    return collections.map((collection) => ({
      collection,
      count: counts.get(collection.id) ?? 0,
      coverIds: covers.get(collection.id) ?? [],
    }));
  }
}
