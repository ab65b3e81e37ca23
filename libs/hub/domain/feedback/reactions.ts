/** The emoji that is a like: models are put in order by how many there are. */
export const HEART = '❤️';

/** An emoji, and how often it was given. */
export interface Given {
  readonly emoji: string;
  readonly count: number;
}

/** Who gave something since a moment: how many, the last of them first, and what, the last given first. */
export interface ReactionSummary {
  readonly count: number;
  readonly ids: readonly string[];
  readonly emojis: readonly string[];
}

/** One emoji of somebody, to a model, a review or a comment. */
export interface UserReaction {
  readonly targetId: string;
  readonly emoji: string;
  readonly at: number;
}

/** Port: who gave which emoji to models, reviews and comments; each is a target by its id. */
export abstract class Reactions {
  /** @returns whether it is new */
  abstract give(targetId: string, userId: string, emoji: string, at: number): Promise<boolean>;
  /** @returns whether it was there */
  abstract takeBack(targetId: string, userId: string, emoji: string): Promise<boolean>;
  /** The most given first: one query however many targets. Those that were given nothing are missing. */
  abstract of(targetIds: readonly string[]): Promise<ReadonlyMap<string, readonly Given[]>>;
  /** What one user gave, the first first: one query. */
  abstract by(userId: string, targetIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Since then, by others than this user whom no block keeps apart from them. */
  abstract givers(targetId: string, since: number, heardBy: string, limit: number): Promise<ReactionSummary>;
  abstract likersAfter(modelId: string, afterId: string, limit: number): Promise<string[]>;
  /** A page of what somebody gave, by target and emoji. */
  abstract givenBy(
    userId: string,
    after: { readonly targetId: string; readonly emoji: string },
    limit: number,
  ): Promise<UserReaction[]>;
  abstract forget(targetIds: readonly string[]): Promise<void>;
  abstract forgetGiven(userId: string, targetIds: readonly string[]): Promise<void>;
}
