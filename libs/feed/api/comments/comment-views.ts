import { Injectable } from '@nestjs/common';
import type { CommentPage as PageView, CommentView } from '@visionary/contract';
import type { Comment, StoredComment } from '../../domain/comments/comments.js';
import { CompleteComments } from '../../use-cases/comments/complete-comments.js';
import type { CommentPage } from '../../use-cases/comments/page-comments.js';

/** Comments are made as the contract shows them; only what may change differs. */
const viewOf = (comment: Comment): CommentView => comment as CommentView;

export const viewOfPage = ({ comments, replies, mine, nextCursor }: CommentPage): PageView => ({
  comments: comments.map(viewOf),
  replies: replies.map(viewOf),
  myReactions: Object.fromEntries([...mine].map(([id, emojis]) => [id, [...emojis]])),
  nextCursor,
});

/** Comments as somebody sees them. */
@Injectable()
export class CommentViews {
  constructor(private readonly complete: CompleteComments) {}

  async one(comment: StoredComment, viewerId: string): Promise<CommentView> {
    return (await this.complete.run([comment], viewerId)).map(viewOf)[0] as CommentView;
  }

  /** As whoever has blocked nobody sees them, in the same order. */
  async many(comments: readonly StoredComment[]): Promise<CommentView[]> {
    return (await this.complete.run(comments, null)).map(viewOf);
  }
}
