import { DomainEvent } from '@visionary/kernel';
import type { Review } from './reviews.js';

/** Reviews were deleted. */
export class ModelFeedbackDeleted extends DomainEvent {
  constructor(readonly ids: readonly string[]) {
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

/** A counter of a model changed: likes, comments, reviews, downloads, or images. */
export class ModelCountsChanged extends DomainEvent {
  constructor(readonly modelId: string) {
    super();
  }
}
