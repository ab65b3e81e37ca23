import type { StandingView } from '@visionary/contract';

/** The message key and end of a sanction; a ban takes precedence over a mute. */
export function standingText({ bannedUntil, mutedUntil }: StandingView): {
  key: 'fine' | 'bannedUntil' | 'bannedForGood' | 'mutedUntil' | 'mutedForGood';
  until?: number;
} {
  if (bannedUntil === null) return { key: 'bannedForGood' };
  if (bannedUntil !== undefined) return { key: 'bannedUntil', until: bannedUntil };
  if (mutedUntil === null) return { key: 'mutedForGood' };
  if (mutedUntil !== undefined) return { key: 'mutedUntil', until: mutedUntil };
  return { key: 'fine' };
}
