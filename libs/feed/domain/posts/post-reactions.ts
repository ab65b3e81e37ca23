import { LIMITS } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';

/** A user's reaction to a post. */
export interface PostReaction {
  readonly postId: string;
  readonly userId: string;
  readonly emoji: string;
  readonly at: number;
}

/** How many users reacted, and the latest of them. */
export interface ReactingUsers {
  readonly count: number;
  readonly ids: readonly string[];
}

/** @throws Rejection FEED_TOO_MANY_REACTIONS { limit } when a subject would have too many different emoji */
export function requireEmojiLimit(emojis: ReadonlySet<string>, added: string): void {
  const limit = LIMITS.emojiPerMessage;
  if (new Set([...emojis, added]).size > limit) throw new Rejection('FEED_TOO_MANY_REACTIONS', { limit });
}
