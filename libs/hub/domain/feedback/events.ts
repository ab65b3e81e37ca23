import { DomainEvent } from '@visionary/kernel';
import type { StoredComment } from './comments.js';
import type { Review } from './reviews.js';

export class ModelCommented extends DomainEvent {
  constructor(
    readonly comment: StoredComment,
    readonly creatorId: string,
    /** Author of the parent comment. */
    readonly answeredId: string | null,
  ) {
    super();
  }
}

export class ModelCommentEdited extends DomainEvent {
  constructor(readonly comment: StoredComment) {
    super();
  }
}

/** Comments and reviews were deleted. */
export class ModelFeedbackDeleted extends DomainEvent {
  constructor(readonly ids: readonly string[]) {
    super();
  }
}

/** Comments were added, edited, or removed, or their replies changed. */
export class CommentsChanged extends DomainEvent {
  constructor(
    readonly modelId: string,
    readonly commentIds: readonly string[],
    /** Deleted without a trace: the last state, removed and without text. */
    readonly vanished: readonly StoredComment[] = [],
  ) {
    super();
  }
}

/** A review was added or changed. */
export class ModelReviewed extends DomainEvent {
  constructor(
    readonly review: Review,
    readonly creatorId: string,
    readonly isNew: boolean,
  ) {
    super();
  }
}

export class ReviewDeleted extends DomainEvent {
  constructor(
    readonly modelId: string,
    readonly userId: string,
  ) {
    super();
  }
}

/** A reaction to a model was added or removed. */
export class ModelReactionsChanged extends DomainEvent {
  constructor(
    readonly modelId: string,
    readonly creatorId: string,
    /** Null if it was removed. */
    readonly givenAt: number | null,
  ) {
    super();
  }
}

/** A reaction to a comment or a review was added or removed. */
export class FeedbackReactionsChanged extends DomainEvent {
  constructor(
    readonly modelId: string,
    readonly id: string,
  ) {
    super();
  }
}

/** A counter of a model changed: likes, comments, reviews, downloads, or images. */
export class ModelCountsChanged extends DomainEvent {
  constructor(readonly modelId: string) {
    super();
  }
}
