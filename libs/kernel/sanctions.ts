import { PERMANENT } from './clock.js';
import { Rejection } from './rejection.js';

/** Ends of mute and ban on the whole instance in ms since 1970, PERMANENT, or null without one. May be in the past. */
export interface Sanctions {
  readonly mutedUntil: number | null;
  readonly bannedUntil: number | null;
}

/** Whether a sanction with this end applies at `now`. */
export const isActive = (until: number | null, now: number): until is number => until !== null && until > now;

const rejectionOf = (code: 'SAFETY_MUTED' | 'SAFETY_BANNED', until: number | null, now: number): Rejection | null => {
  if (!isActive(until, now)) return null;
  return new Rejection(code, until === PERMANENT ? {} : { until });
};

/** @returns the rejection for a banned user, else null */
export const banRejection = ({ bannedUntil }: Sanctions, now: number): Rejection | null =>
  rejectionOf('SAFETY_BANNED', bannedUntil, now);

/** @returns the rejection for a muted user, else null */
export const muteRejection = ({ mutedUntil }: Sanctions, now: number): Rejection | null =>
  rejectionOf('SAFETY_MUTED', mutedUntil, now);

const endOf = (until: number): number | null => (until === PERMANENT ? null : until);

/** The sanctions that are active at `now`, as clients see them: null has no end. */
export const activeSanctions = ({ mutedUntil, bannedUntil }: Sanctions, now: number) => ({
  ...(isActive(mutedUntil, now) && { mutedUntil: endOf(mutedUntil) }),
  ...(isActive(bannedUntil, now) && { bannedUntil: endOf(bannedUntil) }),
});
