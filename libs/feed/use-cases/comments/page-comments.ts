import { Injectable } from '@nestjs/common';
import { pageOf, readCursor, Rejection } from '@visionary/kernel';
import type { ContentRating } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';
import { type Comment, Comments, type StoredComment, type Thread } from '../../domain/comments/comments.js';
import { TalkLimits } from '../../domain/comments/limits.js';
import { CompleteComments } from './complete-comments.js';

export interface CommentPage {
  /** For whom the image is that they are about. */
  readonly contentRating: ContentRating;
  readonly comments: readonly Comment[];
  /** The first few beneath each of them. */
  readonly replies: readonly Comment[];
  /** The emoji that the viewer gave, by comment. */
  readonly mine: ReadonlyMap<string, readonly string[]>;
  readonly nextCursor: string | null;
}

/** What is said about an image, the oldest first; the number of queries does not grow with it. */
@Injectable()
export class PageComments {
  constructor(
    private readonly comments: Comments,
    private readonly posts: Posts,
    private readonly complete: CompleteComments,
    private readonly limits: TalkLimits,
  ) {}

  /** @throws Rejection FEED_POST_NOT_FOUND, INVALID for a cursor that is none */
  async run(thread: Thread, cursor?: string): Promise<CommentPage> {
    const from = readCursor(cursor);
    const post = await this.posts.byId(thread.postId);
    if (!post) throw new Rejection('FEED_POST_NOT_FOUND');
    const limit = this.limits.commentsPerPage;
    const found = await this.comments.page(thread, from && { at: from.value, id: from.id }, limit + 1);
    const { page, nextCursor } = pageOf(found, limit, ({ at: value, id }) => ({ value, id }));
    const replies = await this.repliesTo(page, thread);
    const { viewerId } = thread;
    const all = await this.complete.run([...page, ...replies], viewerId);
    const ids = all.map(({ id }) => id);
    return {
      contentRating: post.contentRating,
      // Of a removed one there is a trace only for whoever sees what stands beneath it.
      comments: all.slice(0, page.length).filter(({ deleted, replyCount }) => !deleted || replyCount > 0),
      replies: all.slice(page.length),
      mine: viewerId === null ? new Map() : await this.complete.mine(viewerId, ids),
      nextCursor,
    };
  }

  private async repliesTo(page: readonly StoredComment[], thread: Thread): Promise<StoredComment[]> {
    if (thread.parentId !== null) return [];
    const answered = page.filter(({ replies }) => replies > 0).map(({ id }) => id);
    return this.comments.repliesTo(answered, thread, this.limits.repliesShown);
  }
}
