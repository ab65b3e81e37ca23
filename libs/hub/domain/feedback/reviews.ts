/** A user's review of a model. Times in ms since 1970. */
export interface Review {
  readonly id: string;
  readonly modelId: string;
  readonly userId: string;
  /** 1 to 5. */
  readonly stars: number;
  readonly text: string;
  /** Label of the newest version at the time of the review. */
  readonly label: string;
  readonly at: number;
  readonly editedAt: number | null;
}

export interface ModeratedReview extends Review {
  readonly isHidden: boolean;
}
