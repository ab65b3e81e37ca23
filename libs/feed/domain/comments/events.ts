import { DomainEvent } from '@visionary/kernel';
import type { StoredComment } from './comments.js';

/** What is said about a post is no longer what it was: these are new, edited, removed, or have another number of replies. */
export class CommentsChanged extends DomainEvent {
  constructor(
    readonly postId: string,
    readonly commentIds: readonly string[],
    /** Of which nothing is left: as they were last, removed and without words. */
    readonly vanished: readonly StoredComment[] = [],
  ) {
    super();
  }
}

/** An emoji was given to a comment, or taken back. */
export class CommentReactionsChanged extends DomainEvent {
  constructor(
    readonly postId: string,
    readonly commentId: string,
  ) {
    super();
  }
}
