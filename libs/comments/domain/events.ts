import type { CommentSubject } from '@visionary/contract';
import { DomainEvent } from '@visionary/kernel';
import type { StoredComment } from './comment.js';
import type { ReactionTarget } from './reaction.js';

/** Comments on one subject were added, edited, or removed, or their reply counts changed. */
export class CommentsChanged extends DomainEvent {
  constructor(
    readonly subject: CommentSubject,
    readonly commentIds: readonly string[],
    /** Comments that were deleted with their row: their last state, without text. */
    readonly vanished: readonly StoredComment[] = [],
  ) {
    super();
  }
}

/** A reaction was added or removed. */
export class ReactionsChanged extends DomainEvent {
  constructor(
    readonly target: ReactionTarget,
    /** What its target belongs to. */
    readonly subject: CommentSubject,
  ) {
    super();
  }
}
