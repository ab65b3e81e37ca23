import { DomainEvent } from '@visionary/kernel';
import type { StoredComment } from './comments.js';

/** Comments were added, edited, or removed, or their reply counts changed. */
export class CommentsChanged extends DomainEvent {
  constructor(
    readonly postId: string,
    readonly commentIds: readonly string[],
    /** Comments that were deleted with their row: their last state, without text. */
    readonly vanished: readonly StoredComment[] = [],
  ) {
    super();
  }
}

/** A reaction was added to a comment, or removed from it. */
export class CommentReactionsChanged extends DomainEvent {
  constructor(
    readonly postId: string,
    readonly commentId: string,
  ) {
    super();
  }
}
