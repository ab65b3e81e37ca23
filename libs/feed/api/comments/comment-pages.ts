import { Injectable } from '@nestjs/common';
import { Blocks, userCacheTag } from '@visionary/accounts';
import type { CommentPage, CommentView, ContentRating } from '@visionary/contract';
import { type AddCacheTags, Cache, type CacheNamespace, type Serialized, serialized } from '@visionary/platform/cache';
import { PreparedJsonResponse } from '@visionary/platform/http';
import { commentsCacheTag, postCacheTag } from '../../domain/posts/subjects.js';
import { requireVisibleTo } from '../../domain/posts/visibility.js';
import { CommentReader } from '../../use-cases/comments/comment-reader.js';

type SharedPage = Serialized<{
  readonly contentRating: ContentRating;
  readonly ids: readonly string[];
  readonly authorIds: readonly string[];
}>;

const FIRST_PAGES: CacheNamespace<SharedPage> = { name: 'first-comments', ttlMs: 30_000, encoding: serialized() };
const UNCACHED: AddCacheTags = () => undefined;

/** The first page of comments: cached for all viewers without blocks, combined with the viewer's reactions. */
@Injectable()
export class CommentPages {
  constructor(
    private readonly comments: CommentReader,
    private readonly blocks: Blocks,
    private readonly cache: Cache,
  ) {}

  /** @returns a CommentPage. @throws Rejection FEED_POST_NOT_FOUND, for visitors also when it isn't rated for everyone */
  async first(
    postId: string,
    viewerId: string | null,
  ): Promise<{ readonly answer: PreparedJsonResponse; readonly myReactions: CommentPage['myReactions'] }> {
    const entry = { space: FIRST_PAGES, key: postId, tags: [postCacheTag(postId), commentsCacheTag(postId)] };
    const shared = await this.cache.getOrLoad(entry, (addCacheTags) => this.load(postId, null, addCacheTags));
    requireVisibleTo(viewerId, shared.metadata);
    if (viewerId === null) return { answer: shared.body, myReactions: {} };
    const blocked = await this.blocks.blockedAmong(viewerId, shared.metadata.authorIds);
    const { metadata, body } = blocked.size > 0 ? await this.load(postId, viewerId, UNCACHED) : shared;
    return { answer: body, myReactions: await this.comments.myReactions(viewerId, metadata.ids) };
  }

  private async load(postId: string, viewerId: string | null, addCacheTags: AddCacheTags): Promise<SharedPage> {
    const { contentRating, ...page } = await this.comments.page({ postId, parentId: null, viewerId });
    const all = [...page.comments, ...page.replies];
    addCacheTags(...all.flatMap(userIdsOf).map(userCacheTag));
    const metadata = {
      contentRating,
      ids: all.map(({ id }) => id),
      authorIds: [...new Set(all.map(({ author }) => author.id))],
    };
    return { metadata, body: PreparedJsonResponse.of(page) };
  }
}

const userIdsOf = ({ author, mentions, deleted }: CommentView): string[] =>
  [author, ...mentions, ...(deleted ? [deleted.by] : [])].map(({ id }) => id);
