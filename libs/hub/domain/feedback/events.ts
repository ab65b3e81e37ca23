import type { Review } from './reviews.js';

/** Reviews were deleted. */
export class ModelFeedbackDeleted {
  constructor(readonly ids: readonly string[]) {}
}

/** A review was added or changed. */
export class ModelReviewed {
  constructor(
    readonly review: Review,
    readonly creatorId: string,
    readonly isNew: boolean,
  ) {}
}

export class ReviewDeleted {
  constructor(
    readonly modelId: string,
    readonly userId: string,
  ) {}
}

/** A counter of a model changed: likes, comments, reviews, downloads, or images. */
export class ModelCountsChanged {
  constructor(readonly modelId: string) {}
}
