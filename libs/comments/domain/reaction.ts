import { type ReactionSubject, LIMITS } from '@visionary/contract';
import { isEmoji, Rejection } from '@visionary/kernel';

/** What a reaction belongs to. */
export interface ReactionTarget {
  readonly kind: ReactionSubject['kind'] | 'message';
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

/** Reactions since a time. */
export interface ReactionSummary {
  /** Number of users. */
  readonly count: number;
  /** Latest users first. */
  readonly userIds: readonly string[];
  /** Latest emoji first. */
  readonly emojis: readonly string[];
}

/** One of the first reactions with an emoji. */
export interface NamedReaction extends StoredReaction {
  /** All reactions with the emoji. */
  readonly count: number;
}

/** The emoji that counts as a like of a model. */
export const HEART = '❤️';

/** @throws Rejection COMMENTS_INVALID_EMOJI */
export function requireEmoji(emoji: string): void {
  if (!isEmoji(emoji)) throw new Rejection('COMMENTS_INVALID_EMOJI');
}

/** @throws Rejection COMMENTS_TOO_MANY_REACTIONS { limit } when a subject would have too many different emoji */
export function requireEmojiLimit(existing: readonly { readonly emoji: string }[], added: string): void {
  const limit = LIMITS.emojiPerMessage;
  if (existing.length >= limit && !existing.some(({ emoji }) => emoji === added)) {
    throw new Rejection('COMMENTS_TOO_MANY_REACTIONS', { limit });
  }
}
