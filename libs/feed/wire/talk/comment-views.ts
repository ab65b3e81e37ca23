import { Injectable } from '@nestjs/common';
import type { CommentPage as PageView, CommentView } from '@visionary/contract';
import type { Comment, StoredComment } from '../../domain/talk/comments.js';
import { CompleteComments } from '../../usecases/talk/complete-comments.js';
import type { CommentPage } from '../../usecases/talk/page-comments.js';

/** Comments are made as the contract shows them; only what may change differs. */
const viewOf = (comment: Comment): CommentView => comment as CommentView;

export const viewOfPage = ({ comments, replies, mine, nextCursor }: CommentPage): PageView => ({
  comments: comments.map(viewOf),
  replies: replies.map(viewOf),
  mine: Object.fromEntries([...mine].map(([id, emojis]) => [id, [...emojis]])),
  nextCursor,
});

/** Comments as everybody sees them. */
@Injectable()
export class CommentViews {
  constructor(private readonly complete: CompleteComments) {}

  async one(comment: StoredComment): Promise<CommentView> {
    return (await this.many([comment]))[0] as CommentView;
  }

  /** In the same order. */
  async many(comments: readonly StoredComment[]): Promise<CommentView[]> {
    return (await this.complete.run(comments)).map(viewOf);
  }
}
