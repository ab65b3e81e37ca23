import type { CommentSubject, ReactionSubject } from '@visionary/contract';
import { DomainEvent } from '@visionary/kernel';
import type { StoredComment } from './comment.js';
import type { StoredReaction } from './reaction.js';

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
    readonly target: ReactionSubject,
    /** The target itself, or what it belongs to. */
    readonly subject: CommentSubject,
    /** The owner of the subject. */
    readonly ownerId: string,
    readonly reaction: StoredReaction,
    /** The user's earlier reactions to the target. */
    readonly before: readonly StoredReaction[],
    readonly isAdded: boolean,
  ) {
    super();
  }
}

/** Reactions were deleted with their user. */
export class ReactionsDeleted extends DomainEvent {
  constructor(
    readonly kind: ReactionSubject['kind'],
    readonly reactions: readonly StoredReaction[],
  ) {
    super();
  }
}
