import type { FeedbackCursor } from './comments.js';

/** What somebody thinks of a model: one for each of both. Times in ms since 1970. */
export interface Review {
  readonly id: string;
  readonly modelId: string;
  readonly userId: string;
  /** 1 to 5. */
  readonly stars: number;
  readonly words: string;
  /** Of the version that was the newest when it was said so. */
  readonly label: string;
  readonly at: number;
  readonly editedAt: number | null;
}

/** Port: reviews. A viewer sees nothing of users whom they have blocked or who have blocked them. */
export abstract class Reviews {
  abstract add(review: Review): Promise<void>;
  /** Stars, words, label and when. */
  abstract change(review: Review): Promise<void>;
  abstract remove(ids: readonly string[]): Promise<void>;
  abstract byId(id: string): Promise<Review | null>;
  abstract of(modelId: string, userId: string): Promise<Review | null>;
  /** The newest first. */
  abstract page(
    about: { readonly modelId: string; readonly viewerId: string | null },
    after: FeedbackCursor | null,
    limit: number,
  ): Promise<Review[]>;
  /** How many gave one star, two, … five; whoever looks. */
  abstract spread(modelId: string): Promise<number[]>;
  /** By id, after the last one that was read. */
  abstract by(userId: string, afterId: string, limit: number): Promise<Review[]>;
  /** Ids of some about a model. */
  abstract someOf(modelId: string, limit: number): Promise<string[]>;
  abstract usersAfter(modelId: string, afterId: string, limit: number): Promise<string[]>;
}
