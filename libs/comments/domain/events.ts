import type { CommentSubject, ReactionSubject } from '@visionary/contract';
import type { StoredComment } from './comment.js';
import type { StoredReaction } from './reaction.js';

/** Comments on one subject were added, edited, or removed, or their reply counts changed. */
export class CommentsChanged {
  constructor(
    readonly subject: CommentSubject,
    readonly commentIds: readonly string[],
    /** Comments that were deleted with their row: their last state, without text. */
    readonly vanished: readonly StoredComment[] = [],
  ) {}
}

/** A reaction was added or removed. */
export class ReactionsChanged {
  constructor(
    readonly target: ReactionSubject,
    /** The target itself, or what it belongs to. */
    readonly subject: CommentSubject,
    /** The owner of the subject. */
    readonly ownerId: string,
    readonly reaction: StoredReaction,
    /** The user's earlier reactions to the target. */
    readonly previous: readonly StoredReaction[],
    readonly isAdded: boolean,
  ) {}
}

/** Reactions were deleted with their user. */
export class ReactionsDeleted {
  constructor(
    readonly kind: ReactionSubject['kind'],
    readonly reactions: readonly StoredReaction[],
  ) {}
}
