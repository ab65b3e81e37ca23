import { Injectable } from '@nestjs/common';
import { pageOf, readCursor } from '@visionary/kernel';
import { type Comment, HubComments, type StoredComment, type Thread } from '../../domain/feedback/comments.js';
import { TalkLimits } from '../../domain/feedback/limits.js';
import { CompleteComments } from './complete-comments.js';

export interface CommentPage {
  readonly comments: readonly Comment[];
  /** The first few beneath each of them. */
  readonly replies: readonly Comment[];
  /** The emoji that the viewer gave, by comment. */
  readonly mine: ReadonlyMap<string, readonly string[]>;
  readonly nextCursor: string | null;
}

/** What is said about a model, the oldest first; the number of queries does not grow with it. */
@Injectable()
export class PageComments {
  constructor(
    private readonly comments: HubComments,
    private readonly complete: CompleteComments,
    private readonly limits: TalkLimits,
  ) {}

  /** @throws Rejection INVALID for a cursor that is none */
  async run(thread: Thread, cursor?: string): Promise<CommentPage> {
    const from = readCursor(cursor);
    const limit = this.limits.commentsPerPage;
    const found = await this.comments.page(thread, from && { at: from.value, id: from.id }, limit + 1);
    const { page, nextCursor } = pageOf(found, limit, ({ at: value, id }) => ({ value, id }));
    const replies = await this.repliesTo(page, thread);
    const { viewerId } = thread;
    const all = await this.complete.run([...page, ...replies], viewerId);
    return {
      // Of a removed one there is a trace only for whoever sees what stands beneath it.
      comments: all.slice(0, page.length).filter(({ deleted, replyCount }) => !deleted || replyCount > 0),
      replies: all.slice(page.length),
      mine:
        viewerId === null
          ? new Map()
          : await this.complete.mine(
              viewerId,
              all.map(({ id }) => id),
            ),
      nextCursor,
    };
  }

  /** The last few that were said, the newest first. */
  async last(modelId: string, viewerId: string | null): Promise<CommentPage> {
    const found = await this.comments.lastOf({ modelId, viewerId }, this.limits.lastComments);
    return { comments: await this.complete.run(found, viewerId), replies: [], mine: new Map(), nextCursor: null };
  }

  private async repliesTo(page: readonly StoredComment[], thread: Thread): Promise<StoredComment[]> {
    if (thread.parentId !== null) return [];
    const answered = page.filter(({ replies }) => replies > 0).map(({ id }) => id);
    return this.comments.repliesTo(answered, thread, this.limits.repliesShown);
  }
}
