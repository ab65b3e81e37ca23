import { type ReactionSubject, LIMITS } from '@visionary/contract';
import { isEmoji, Rejection } from '@visionary/kernel';

/** What a reaction belongs to. */
export interface ReactionTarget {
  readonly kind: ReactionSubject['kind'];
  readonly id: string;
}

/** One emoji that a user gave. */
export interface StoredReaction {
  readonly subjectId: string;
  readonly userId: string;
  readonly emoji: string;
  /** ms since 1970 */
  readonly at: number;
}

/** @throws Rejection COMMENTS_INVALID_EMOJI */
export function requireEmoji(emoji: string): void {
  if (!isEmoji(emoji)) throw new Rejection('COMMENTS_INVALID_EMOJI');
}

/** @throws Rejection COMMENTS_TOO_MANY_REACTIONS { limit } when a subject would have too many different emoji */
export function requireEmojiLimit(given: readonly { readonly emoji: string }[], added: string): void {
  const limit = LIMITS.emojiPerMessage;
  if (given.length >= limit && !given.some(({ emoji }) => emoji === added)) {
    throw new Rejection('COMMENTS_TOO_MANY_REACTIONS', { limit });
  }
}
