import { PERMANENT, Rejection } from '@visionary/kernel';

/** May only read, or is kept out, until then: ms since 1970, FOR_GOOD, or null where neither was ever decided. */
export interface Sanctions {
  readonly mutedUntil: number | null;
  readonly bannedUntil: number | null;
}

/** Bus topic: somebody may only read from now on, is kept out, or neither any more. */
export const USER_SANCTIONED_TOPIC = 'user.sanctioned';

export interface UserSanctionedMessage {
  readonly userId: string;
  readonly sanctions: Sanctions;
}

const refusal = (code: 'SAFETY_MUTED' | 'SAFETY_BANNED', until: number | null, now: number): Rejection | null => {
  if (until === null || until <= now) return null;
  return new Rejection(code, until === PERMANENT ? {} : { until });
};

/** Why somebody who is kept out gets no answer; null where they do. */
export const banRejection = ({ bannedUntil }: Sanctions, now: number): Rejection | null =>
  refusal('SAFETY_BANNED', bannedUntil, now);

/** Why somebody may only read; null where they may do more. */
export const muteRejection = ({ mutedUntil }: Sanctions, now: number): Rejection | null =>
  refusal('SAFETY_MUTED', mutedUntil, now);
