import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { type FeedQuery, LIMITS, type PostPage } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { Cache, type Serialized, serialized, type AddCacheTags, type CacheNamespace } from '@visionary/platform/cache';
import { PreparedJsonResponse } from '@visionary/platform/http';
import { ViewerPostState } from '../../domain/posts/viewer-post-state.js';
import type { PostCursor, PostQuery } from '../../domain/posts/post-pages.js';
import { POSTS_CACHE_TAG } from '../../domain/posts/subjects.js';
import { PagePosts } from '../../use-cases/posts/page-posts.js';
import { cursorOf, readCursor } from './cursors.js';
import type { Viewer } from '../viewer.js';
import { PostViews } from './post-views.js';
import { subjectsOf } from './post-cache-tags.js';

/** Of a page that is the same for everybody. */
interface Shown {
  readonly ids: readonly string[];
  readonly authorIds: readonly string[];
}
type SharedPage = Serialized<Shown>;
interface PageSeen {
  readonly answer: PreparedJsonResponse;
  readonly mine: PostPage['myReactions'];
}

/** How often posts were looked at may be so old. */
const NEW: CacheNamespace<SharedPage> = { name: 'new-posts', ttlMs: 30_000, encoding: serialized() };
/** So may what rises in their order. */
const HOT: CacheNamespace<SharedPage> = { name: 'hot-posts', ttlMs: 10_000, encoding: serialized() };
const NOTHING_KEPT: AddCacheTags = () => undefined;
const NOBODY: ReadonlySet<string> = new Set();

/** Pages of the feed: what everybody sees, and beside it what is theirs who asks. */
@Injectable()
export class FeedPages {
  constructor(
    private readonly pagePosts: PagePosts,
    private readonly views: PostViews,
    private readonly marks: ViewerPostState,
    private readonly blocks: Blocks,
    private readonly cache: Cache,
  ) {}

  /**
   * @returns a PostPage: what of it is the same for many, and what is theirs who ask
   * @throws Rejection INVALID for a cursor that is none, UNAUTHENTICATED for a visitor who follows nobody
   */
  async page(query: FeedQuery, viewer: Viewer): Promise<PageSeen> {
    const { userId } = viewer;
    if (query.tab === 'following' && userId === null) throw new Rejection('UNAUTHENTICATED');
    const hidden = new Set(userId === null ? [] : await this.blocks.of(userId));
    const { metadata, body } = await this.asSeenBy(query, viewer, hidden);
    return { answer: body, mine: await this.mine(metadata.ids, userId) };
  }

  /** The same for everybody, unless somebody on it is blocked, or it is made of those whom one follows. */
  private async asSeenBy(
    { tab, cursor, ...asked }: FeedQuery,
    { userId, forEverybody }: Viewer,
    hidden: ReadonlySet<string>,
  ): Promise<SharedPage> {
    const after = readCursor(cursor);
    // One's own are one's own to see.
    const filters = { ...asked, forEverybody: forEverybody && (userId === null || asked.authorId !== userId) };
    const query = { order: tab === 'hot' ? 'hot' : 'new', filters } as const;
    if (tab === 'following') {
      return this.load({ ...query, followedBy: userId ?? undefined }, after, hidden, NOTHING_KEPT);
    }
    const { tag = '', model = '', lora = '', scheduler = '', authorId = '' } = filters;
    // New posts stand on first pages alone; a tag may come to any post.
    const tags = cursor === undefined || tag !== '' ? [POSTS_CACHE_TAG] : [];
    const space = tab === 'hot' ? HOT : NEW;
    const key = JSON.stringify([cursor ?? '', tag, model, lora, scheduler, authorId, filters.forEverybody]);
    const kept = await this.cache.getOrLoad({ space, key, tags }, (more) => this.load(query, after, NOBODY, more));
    return kept.metadata.authorIds.some((id) => hidden.has(id)) ? this.load(query, after, hidden, NOTHING_KEPT) : kept;
  }

  private async load(
    query: PostQuery,
    after: PostCursor | null,
    hidden: ReadonlySet<string>,
    addCacheTags: AddCacheTags,
  ): Promise<SharedPage> {
    const { posts, next } = await this.pagePosts.run(query, after, LIMITS.postsPerPage, hidden);
    addCacheTags(...subjectsOf(posts));
    const page: Omit<PostPage, 'myReactions'> = { posts: await this.views.many(posts), nextCursor: cursorOf(next) };
    const metadata = { ids: posts.map(({ id }) => id), authorIds: posts.map(({ authorId }) => authorId) };
    return { metadata, body: PreparedJsonResponse.of(page) };
  }

  private async mine(ids: readonly string[], userId: string | null): Promise<PostPage['myReactions']> {
    if (userId === null) return {};
    return Object.fromEntries(await this.marks.reactionsTo(ids, userId));
  }
}
