/** The emoji that counts as a like. Models can be sorted by likes. */
export const HEART = '❤️';

export interface ReactionCount {
  readonly emoji: string;
  readonly count: number;
}

/** Reactions since a time. */
export interface ReactionSummary {
  /** Number of users. */
  readonly count: number;
  /** Latest users first. */
  readonly ids: readonly string[];
  /** Latest emoji first. */
  readonly emojis: readonly string[];
}

/** One emoji that a user gave to a model, a review, or a comment. */
export interface UserReaction {
  readonly targetId: string;
  readonly emoji: string;
  readonly at: number;
}
