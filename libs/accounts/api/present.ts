import type { MeView, CurrentSession } from '@visionary/contract';
import { PERMANENT } from '@visionary/kernel';
import type { Account } from '../domain/account.js';
import { userOf } from '../domain/user.js';
import { isActive } from '../domain/sanctions.js';

export const toMeView = (account: Account): MeView => {
  const { name, language, theme, sensitiveContentMode, createdAt, role, bio } = account;
  return { ...userOf(account), username: name, language, theme, sensitiveContentMode, createdAt, role, bio };
};

/** With what is kept from them now. */
export const toCurrentSession = (account: Account, now: number): CurrentSession => {
  const { bannedUntil, mutedUntil } = account;
  return {
    me: toMeView(account),
    ...(isActive(bannedUntil, now) && { bannedUntil: endOf(bannedUntil) }),
    ...(isActive(mutedUntil, now) && { mutedUntil: endOf(mutedUntil) }),
  };
};

const endOf = (until: number): number | null => (until === PERMANENT ? null : until);
