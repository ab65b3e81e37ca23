import type { CurrentSession, MeView } from '@visionary/contract';
import { PERMANENT } from '@visionary/kernel';
import type { Account } from '../domain/account.js';
import { isActive } from '../domain/sanctions.js';
import { userOf } from '../domain/user.js';

export const toMeView = (account: Account): MeView => {
  const { name, language, theme, sensitiveContentMode, createdAt, role, bio } = account;
  return { ...userOf(account), username: name, language, theme, sensitiveContentMode, createdAt, role, bio };
};

/** Includes the sanctions that are active at `now`. */
export const toCurrentSession = (account: Account, now: number): CurrentSession => {
  const { bannedUntil, mutedUntil } = account;
  return {
    me: toMeView(account),
    ...(isActive(bannedUntil, now) && { bannedUntil: endOf(bannedUntil) }),
    ...(isActive(mutedUntil, now) && { mutedUntil: endOf(mutedUntil) }),
  };
};

const endOf = (until: number): number | null => (until === PERMANENT ? null : until);
