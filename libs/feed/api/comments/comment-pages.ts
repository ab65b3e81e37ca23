import { Injectable } from '@nestjs/common';
import { Blocks, userCacheTag } from '@visionary/accounts';
import type { CommentPage } from '@visionary/contract';
import { Cache, type Serialized, serialized, type AddCacheTags, type CacheNamespace } from '@visionary/platform/cache';
import { PreparedJsonResponse } from '@visionary/platform/http';
import { requireVisibleTo } from '../../domain/posts/visibility.js';
import type { ContentRating } from '../../domain/posts/post.js';
import { postCacheTag, commentsCacheTag } from '../../domain/posts/subjects.js';
import type { Comment } from '../../domain/comments/comments.js';
import { CompleteComments } from '../../use-cases/comments/complete-comments.js';
import { PageComments } from '../../use-cases/comments/page-comments.js';
import { viewOfPage } from './comment-views.js';

type SharedPage = Serialized<{
  readonly contentRating: ContentRating;
  readonly ids: readonly string[];
  readonly authorIds: readonly string[];
}>;

const FIRST: CacheNamespace<SharedPage> = { name: 'first-comments', ttlMs: 30_000, encoding: serialized() };
const NOTHING_KEPT: AddCacheTags = () => undefined;

/** What is said first beneath an image: the same for all who hear everybody in it, and beside it what is theirs. */
@Injectable()
export class CommentPages {
  constructor(
    private readonly pages: PageComments,
    private readonly complete: CompleteComments,
    private readonly blocks: Blocks,
    private readonly cache: Cache,
  ) {}

  /** @returns a CommentPage. @throws Rejection FEED_POST_NOT_FOUND, to visitors also where it is not for everybody */
  async first(
    postId: string,
    viewerId: string | null,
  ): Promise<{ readonly answer: PreparedJsonResponse; readonly mine: CommentPage['myReactions'] }> {
    const tags = [postCacheTag(postId), commentsCacheTag(postId)];
    const kept = await this.cache.getOrLoad({ space: FIRST, key: postId, tags }, (more) =>
      this.load(postId, null, more),
    );
    requireVisibleTo(viewerId, kept.metadata);
    if (viewerId === null) return { answer: kept.body, mine: {} };
    const apart = await this.blocks.blockedAmong(viewerId, kept.metadata.authorIds);
    const { metadata, body } = apart.size > 0 ? await this.load(postId, viewerId, NOTHING_KEPT) : kept;
    const mine = await this.complete.mine(viewerId, metadata.ids);
    return { answer: body, mine: Object.fromEntries([...mine].map(([id, emojis]) => [id, [...emojis]])) };
  }

  private async load(postId: string, viewerId: string | null, addCacheTags: AddCacheTags): Promise<SharedPage> {
    const page = await this.pages.run({ postId, parentId: null, viewerId });
    const all = [...page.comments, ...page.replies];
    addCacheTags(...all.flatMap(usersIn).map(userCacheTag));
    const { comments, replies, nextCursor } = viewOfPage(page);
    const { contentRating } = page;
    const metadata = {
      contentRating,
      ids: all.map(({ id }) => id),
      authorIds: [...new Set(all.map(({ author }) => author.id))],
    };
    return { metadata, body: PreparedJsonResponse.of({ comments, replies, nextCursor }) };
  }
}

const usersIn = ({ author, mentions, deleted }: Comment): string[] =>
  [author, ...mentions, ...(deleted ? [deleted.by] : [])].map(({ id }) => id);
