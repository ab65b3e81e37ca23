import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { type FeedQuery, LIMITS, type PostPage } from '@visionary/contract';
import { readCursor, Rejection } from '@visionary/kernel';
import { type AddCacheTags, Cache, type CacheNamespace, type Serialized, serialized } from '@visionary/platform/cache';
import { PreparedJsonResponse } from '@visionary/platform/http';
import type { Post } from '../../domain/posts/post.js';
import { cursorOf, formatCursor, type PostCursor, type PostQuery } from '../../domain/posts/post-pages.js';
import { POSTS_CACHE_TAG } from '../../domain/posts/subjects.js';
import type { Viewer } from '../viewer.js';
import { cacheTagsOf, PostPresenter } from './post-presenter.js';
import { PostPages } from '../../storage/posts/sql-post-pages.js';

type SharedPage = Serialized<{ readonly ids: readonly string[]; readonly authorIds: readonly string[] }>;

/** View counts may be this old. */
const NEW_POSTS: CacheNamespace<SharedPage> = { name: 'new-posts', ttlMs: 30_000, encoding: serialized() };
/** The order may be this old. */
const HOT_POSTS: CacheNamespace<SharedPage> = { name: 'hot-posts', ttlMs: 10_000, encoding: serialized() };
const UNCACHED: AddCacheTags = () => undefined;
const NOBODY: ReadonlySet<string> = new Set();
/** Viewers who blocked most authors get a shorter page instead of a long scan. */
const MAX_ROUNDS = 5;

/** Pages of the feed: cached for all viewers without blocks, combined with the viewer's reactions. */
@Injectable()
export class FeedPages {
  constructor(
    private readonly pages: PostPages,
    private readonly presenter: PostPresenter,
    private readonly blocks: Blocks,
    private readonly cache: Cache,
  ) {}

  /**
   * @returns a PostPage
   * @throws Rejection INVALID for an unknown cursor, UNAUTHENTICATED for a visitor's "following" tab
   */
  async page(
    query: FeedQuery,
    viewer: Viewer,
  ): Promise<{ readonly body: PreparedJsonResponse; readonly myReactions: PostPage['myReactions'] }> {
    const { userId } = viewer;
    if (query.tab === 'following' && userId === null) throw new Rejection('UNAUTHENTICATED');
    const blocked = new Set(userId === null ? [] : await this.blocks.of(userId));
    const { metadata, body } = await this.pageFor(query, viewer, blocked);
    return { body, myReactions: await this.presenter.myReactions(metadata.ids, userId) };
  }

  /** Cached, unless the page shows a blocked user or the "following" tab. */
  private async pageFor(
    { tab, cursor, ...requested }: FeedQuery,
    { userId, forEveryone }: Viewer,
    blocked: ReadonlySet<string>,
  ): Promise<SharedPage> {
    const after = readCursor(cursor);
    // Users always see their own posts.
    const isOwn = userId !== null && requested.authorId === userId;
    const filters = { ...requested, forEveryone: forEveryone && !isOwn };
    const query = { order: tab === 'hot' ? 'hot' : 'new', filters } as const;
    if (tab === 'following') return this.load({ ...query, followedBy: userId ?? undefined }, after, blocked, UNCACHED);
    const { tag = '', model = '', lora = '', scheduler = '', authorId = '' } = filters;
    // New posts change only first pages, but an edit can add a tag to any post.
    const tags = cursor === undefined || tag !== '' ? [POSTS_CACHE_TAG] : [];
    const space = tab === 'hot' ? HOT_POSTS : NEW_POSTS;
    const key = JSON.stringify([cursor ?? '', tag, model, lora, scheduler, authorId, filters.forEveryone]);
    const shared = await this.cache.getOrLoad({ space, key, tags }, (addCacheTags) =>
      this.load(query, after, NOBODY, addCacheTags),
    );
    const hasBlocked = shared.metadata.authorIds.some((id) => blocked.has(id));
    return hasBlocked ? this.load(query, after, blocked, UNCACHED) : shared;
  }

  private async load(
    query: PostQuery,
    after: PostCursor | null,
    blocked: ReadonlySet<string>,
    addCacheTags: AddCacheTags,
  ): Promise<SharedPage> {
    const { posts, next } = await this.find(query, after, blocked);
    addCacheTags(...cacheTagsOf(posts));
    const page: Omit<PostPage, 'myReactions'> = {
      posts: await this.presenter.many(posts),
      nextCursor: formatCursor(next),
    };
    const metadata = { ids: posts.map(({ id }) => id), authorIds: posts.map(({ authorId }) => authorId) };
    return { metadata, body: PreparedJsonResponse.of(page) };
  }

  /** Skips posts of blocked authors and fills the page with later ones. */
  private async find(
    query: PostQuery,
    after: PostCursor | null,
    blocked: ReadonlySet<string>,
  ): Promise<{ readonly posts: readonly Post[]; readonly next: PostCursor | null }> {
    const limit = LIMITS.postsPerPage;
    const posts: Post[] = [];
    let last = after;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const batch = await this.pages.page(query, last, limit + 1);
      for (const post of batch) {
        if (posts.length === limit) return { posts, next: last };
        last = cursorOf(post, query.order);
        const isVisible = !query.filters.forEveryone || post.contentRating === 'everyone';
        if (isVisible && !blocked.has(post.authorId)) posts.push(post);
      }
      if (batch.length <= limit) return { posts, next: null };
    }
    return { posts, next: last };
  }
}
