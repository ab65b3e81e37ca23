import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { LIMITS } from '@visionary/contract';
import { Clock, Ids, pageOf, readCursor, Rejection, UnitOfWork } from '@visionary/kernel';
import { CheckForm } from '@visionary/safety';
import { Posts } from '../../storage/posts/posts.repository.js';
import type {
  Collection,
  CollectionAspects,
  CollectionPosition,
  PostVisibility,
} from '../../domain/users/collections.js';
import { profileCacheTag } from '../../domain/users/subjects.js';
import { CollectionsRepository, POSITION_STEP } from '../../storage/users/collections.repository.js';

/** Closer neighbors are renumbered. */
const MIN_GAP = 1e-6;
const CHECKED_FIELDS = { titles: ['title', 'description'] } as const;

export interface CollectionSummary {
  readonly collection: Collection;
  readonly count: number;
  /** How many posts are hidden from a viewer who hides sensitive content. Absent for others. */
  readonly hiddenCount?: number;
  /** The first posts, in order. */
  readonly coverIds: readonly string[];
}

interface Viewer {
  /** Null for a visitor. */
  readonly userId: string | null;
  /** Sees only posts rated for everyone. */
  readonly forEveryone: boolean;
}

/** Collections of posts. A lock on the collection serializes changes to it. */
@Injectable()
export class CollectionsService {
  constructor(
    private readonly collections: CollectionsRepository,
    private readonly posts: Posts,
    private readonly users: Users,
    private readonly checkForm: CheckForm,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** @throws Rejection SAFETY_BLOCKED_TERMS, and as `createUnchecked` */
  create(ownerId: string, aspects: CollectionAspects): Promise<Collection> {
    return this.saveChecked(ownerId, aspects, (fields) => this.createUnchecked(ownerId, fields));
  }

  /** @throws Rejection FEED_TOO_MANY_COLLECTIONS { limit }, UNAUTHENTICATED when the account is gone */
  createUnchecked(ownerId: string, aspects: CollectionAspects): Promise<Collection> {
    const work = async () => {
      // The lock serializes concurrent commands of a user and excludes deleted accounts.
      if (!(await this.users.hold([ownerId])).has(ownerId)) throw new Rejection('UNAUTHENTICATED');
      const { collectionsPerUser: limit } = LIMITS;
      if ((await this.collections.countOf(ownerId, 'all')) >= limit) {
        throw new Rejection('FEED_TOO_MANY_COLLECTIONS', { limit });
      }
      const [id, at] = [this.ids.next(), this.clock.now()];
      const collection = { ...aspects, id, ownerId, createdAt: at, changedAt: at };
      await this.collections.add(collection);
      return collection;
    };
    return this.unitOfWork.run(work, [profileCacheTag(ownerId)]);
  }

  /** @throws Rejection FEED_COLLECTION_NOT_FOUND, FEED_NOT_AUTHOR, SAFETY_BLOCKED_TERMS */
  change(userId: string, collectionId: string, aspects: Partial<CollectionAspects>): Promise<Collection> {
    return this.saveChecked(userId, aspects, async (fields) => {
      const collection = requireOwned(await this.collections.hold(collectionId), userId);
      const changes = { ...fields, changedAt: this.clock.now() };
      await this.collections.change(collectionId, changes);
      return { ...collection, ...changes };
    });
  }

  /** @throws Rejection FEED_COLLECTION_NOT_FOUND, FEED_NOT_AUTHOR */
  remove(userId: string, collectionId: string): Promise<void> {
    const work = async () => {
      requireOwned(await this.collections.hold(collectionId), userId);
      await this.collections.remove(collectionId);
    };
    return this.unitOfWork.run(work, [profileCacheTag(userId)]);
  }

  /**
   * Adds a post, or moves it.
   * @param command `afterPostId`: the post before it; null for the first position; undefined for the last position, or for the
   *   current one of a post that is in the collection
   * @throws Rejection FEED_COLLECTION_NOT_FOUND, FEED_NOT_AUTHOR, FEED_POST_NOT_FOUND for either post,
   *   FEED_COLLECTION_FULL { limit }
   */
  async place({
    userId,
    collectionId,
    postId,
    afterPostId,
  }: {
    readonly userId: string;
    readonly collectionId: string;
    readonly postId: string;
    readonly afterPostId: string | null | undefined;
  }): Promise<void> {
    await this.unitOfWork.run(async () => {
      requireOwned(await this.collections.hold(collectionId), userId);
      const current = await this.collections.positionOf(collectionId, postId);
      if (current !== null && (afterPostId === undefined || afterPostId === postId)) return;
      if (current === null) await this.requireSpace(collectionId, postId);
      const at = this.clock.now();
      const position = await this.newPosition(collectionId, postId, afterPostId);
      await this.collections.put(collectionId, { postId, position, at });
      await this.collections.change(collectionId, { changedAt: at });
    });
  }

  /** Removing a post that isn't in the collection changes nothing. @throws Rejection FEED_COLLECTION_NOT_FOUND, FEED_NOT_AUTHOR */
  removePost(userId: string, collectionId: string, postId: string): Promise<void> {
    return this.unitOfWork.run(async () => {
      requireOwned(await this.collections.hold(collectionId), userId);
      if (!(await this.collections.removePost(collectionId, postId))) return;
      await this.collections.change(collectionId, { changedAt: this.clock.now() });
    });
  }

  /** Last changed first: all of them for the owner, shared ones for others. */
  async listOf(ownerId: string, { userId: viewerId, forEveryone }: Viewer): Promise<CollectionSummary[]> {
    const which = ownerId === viewerId ? 'all' : 'shared';
    const all = await this.collections.of(ownerId, which, LIMITS.collectionsPerUser);
    return this.summarize(all, forEveryone ? 'forEveryone' : 'all');
  }

  /** @throws Rejection FEED_COLLECTION_NOT_FOUND, also for another user's private collection */
  async find(collectionId: string, { userId: viewerId, forEveryone }: Viewer): Promise<CollectionSummary> {
    const collection = await this.collections.find(collectionId);
    if (!collection || !(collection.isShared || collection.ownerId === viewerId)) {
      throw new Rejection('FEED_COLLECTION_NOT_FOUND');
    }
    const [summary] = await this.summarize([collection], forEveryone ? 'forEveryone' : 'all');
    const found = summary as CollectionSummary;
    if (!forEveryone || viewerId === null) return found;
    const all = (await this.collections.counts([collectionId], 'all')).get(collectionId) ?? 0;
    return { ...found, hiddenCount: Math.max(0, all - found.count) };
  }

  /** Posts in their order. @throws Rejection INVALID for an unknown cursor */
  async pagePostIds(
    collectionId: string,
    cursor: string | undefined,
    { forEveryone }: Pick<Viewer, 'forEveryone'>,
  ): Promise<{ ids: string[]; nextCursor: string | null }> {
    const from = readCursor(cursor);
    const limit = LIMITS.postsPerPage;
    const after = from && { position: from.value, postId: from.id };
    const found = await this.collections.page(collectionId, forEveryone ? 'forEveryone' : 'all', after, limit + 1);
    const { page, nextCursor } = pageOf(found, limit, (one) => ({ value: one.position, id: one.postId }));
    return { ids: page.map(({ postId }) => postId), nextCursor };
  }

  private async summarize(
    collections: readonly Collection[],
    visibility: PostVisibility,
  ): Promise<CollectionSummary[]> {
    const ids = collections.map(({ id }) => id);
    const [counts, covers] = await Promise.all([
      this.collections.counts(ids, visibility),
      this.collections.covers(ids, visibility, LIMITS.collectionCover),
    ]);
    return collections.map((collection) => ({
      collection,
      count: counts.get(collection.id) ?? 0,
      coverIds: covers.get(collection.id) ?? [],
    }));
  }

  /** Flagged terms open a case about the owner: a collection is part of their page. */
  private async saveChecked<T extends Partial<CollectionAspects>>(
    ownerId: string,
    aspects: T,
    save: (fields: T) => Promise<Collection>,
  ): Promise<Collection> {
    const { fields, flag } = await this.checkForm.run<T>(CHECKED_FIELDS, aspects);
    const work = async () => {
      const collection = await save(fields);
      await flag({ kind: 'user', id: ownerId });
      return collection;
    };
    return this.unitOfWork.run(work, [profileCacheTag(ownerId)]);
  }

  private async requireSpace(collectionId: string, postId: string): Promise<void> {
    if (!(await this.posts.hold(postId))) throw new Rejection('FEED_POST_NOT_FOUND');
    const count = (await this.collections.counts([collectionId], 'all')).get(collectionId) ?? 0;
    const { postsPerCollection: limit } = LIMITS;
    if (count >= limit) throw new Rejection('FEED_COLLECTION_FULL', { limit });
  }

  private async newPosition(collectionId: string, postId: string, afterPostId?: string | null): Promise<number> {
    if (afterPostId === undefined) return ((await this.collections.lastPosition(collectionId)) ?? 0) + POSITION_STEP;
    const before = afterPostId === null ? null : await this.requirePosition(collectionId, afterPostId);
    const next = await this.nextPosition(collectionId, before, postId);
    if (next === null) return (before?.position ?? 0) + POSITION_STEP;
    if (before === null) return next.position - POSITION_STEP;
    if (next.position - before.position > MIN_GAP) return (before.position + next.position) / 2;
    await this.collections.renumber(collectionId);
    return this.newPosition(collectionId, postId, afterPostId);
  }

  private async requirePosition(collectionId: string, postId: string): Promise<CollectionPosition> {
    const position = await this.collections.positionOf(collectionId, postId);
    if (position === null) throw new Rejection('FEED_POST_NOT_FOUND');
    return { position, postId };
  }

  /** The next post, without the one that is moved. */
  private async nextPosition(
    collectionId: string,
    before: CollectionPosition | null,
    movedId: string,
  ): Promise<CollectionPosition | null> {
    const next = await this.collections.page(collectionId, 'all', before, 2);
    return next.find(({ postId }) => postId !== movedId) ?? null;
  }
}

/** Doesn't reveal that another user's private collection exists. */
function requireOwned(collection: Collection | null, userId: string): Collection {
  if (!collection || (collection.ownerId !== userId && !collection.isShared)) {
    throw new Rejection('FEED_COLLECTION_NOT_FOUND');
  }
  if (collection.ownerId !== userId) throw new Rejection('FEED_NOT_AUTHOR');
  return collection;
}
