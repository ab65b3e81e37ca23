import type { StandingView } from '@visionary/contract';

/** The message key and end of a sanction; a ban takes precedence over a mute. */
export function standingText({ bannedUntil, mutedUntil }: StandingView): {
  key: 'noRestrictions' | 'bannedUntil' | 'bannedPermanently' | 'mutedUntil' | 'mutedPermanently';
  until?: number;
} {
  if (bannedUntil === null) return { key: 'bannedPermanently' };
  if (bannedUntil !== undefined) return { key: 'bannedUntil', until: bannedUntil };
  if (mutedUntil === null) return { key: 'mutedPermanently' };
  if (mutedUntil !== undefined) return { key: 'mutedUntil', until: mutedUntil };
  return { key: 'noRestrictions' };
}
