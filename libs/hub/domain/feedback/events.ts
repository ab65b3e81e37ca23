import { DomainEvent } from '@visionary/kernel';
import type { StoredComment } from './comments.js';
import type { Review } from './reviews.js';

/** Somebody said something about a model: about it, or in answer to somebody. */
export class ModelCommented extends DomainEvent {
  constructor(
    readonly comment: StoredComment,
    readonly creatorId: string,
    readonly answeredId: string | null,
  ) {
    super();
  }
}

/** Somebody says otherwise what they said. */
export class ModelCommentEdited extends DomainEvent {
  constructor(readonly comment: StoredComment) {
    super();
  }
}

/** Comments and reviews that are nowhere any more. */
export class ModelFeedbackDeleted extends DomainEvent {
  constructor(readonly ids: readonly string[]) {
    super();
  }
}

/** What is said about a model is no longer what it was: these are new, edited, removed, or have other replies. */
export class CommentsChanged extends DomainEvent {
  constructor(
    readonly modelId: string,
    readonly commentIds: readonly string[],
    /** Of which nothing is left: as they were last, removed and without words. */
    readonly vanished: readonly StoredComment[] = [],
  ) {
    super();
  }
}

/** Somebody thinks something of a model, or something else than before. */
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

/** An emoji was given to a model, or taken back. */
export class ModelReactionsChanged extends DomainEvent {
  constructor(
    readonly modelId: string,
    readonly creatorId: string,
    /** When it was given; null where it was taken back. */
    readonly givenAt: number | null,
  ) {
    super();
  }
}

/** An emoji was given to a comment or a review, or taken back. */
export class FeedbackReactionsChanged extends DomainEvent {
  constructor(
    readonly modelId: string,
    readonly id: string,
  ) {
    super();
  }
}

/** How many like it, talk about it or review it: announce it wherever one of them is counted, downloads and images, too. */
export class ModelCountsChanged extends DomainEvent {
  constructor(readonly modelId: string) {
    super();
  }
}
