import type { LoggedPaceChange, Pace } from '@visionary/contract';

/** The log and the reply to a command bring the same change. */
export const withPaceChange = (
  changes: readonly LoggedPaceChange[],
  change: LoggedPaceChange,
): readonly LoggedPaceChange[] => (changes.some(({ seq }) => seq === change.seq) ? changes : [...changes, change]);

export const currentPace = (changes: readonly LoggedPaceChange[], byDefault: Pace): Pace =>
  changes.at(-1)?.seconds ?? byDefault;
