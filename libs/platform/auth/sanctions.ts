import { PERMANENT, Rejection } from '@visionary/kernel';

/** Ends of mute and ban in ms since 1970, PERMANENT, or null without one. May be in the past. */
export interface Sanctions {
  readonly mutedUntil: number | null;
  readonly bannedUntil: number | null;
}

/** Bus topic: the mute or ban of a user changed. */
export const USER_SANCTIONED_TOPIC = 'user.sanctioned';

export interface UserSanctionedMessage {
  readonly userId: string;
  readonly sanctions: Sanctions;
}

const rejection = (code: 'SAFETY_MUTED' | 'SAFETY_BANNED', until: number | null, now: number): Rejection | null => {
  if (until === null || until <= now) return null;
  return new Rejection(code, until === PERMANENT ? {} : { until });
};

/** @returns the rejection for a banned user, else null */
export const banRejection = ({ bannedUntil }: Sanctions, now: number): Rejection | null =>
  rejection('SAFETY_BANNED', bannedUntil, now);

/** @returns the rejection for a muted user, else null */
export const muteRejection = ({ mutedUntil }: Sanctions, now: number): Rejection | null =>
  rejection('SAFETY_MUTED', mutedUntil, now);
