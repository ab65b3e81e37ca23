import type { MeView, WhoAmI } from '@visionary/contract';
import { FOR_GOOD } from '@visionary/kernel';
import type { Account } from '../domain/account.js';
import { personOf } from '../domain/person.js';
import { holds } from '../domain/sanctions.js';

export const presentMe = (account: Account): MeView => {
  const { name, language, theme, sight, createdAt, role, about } = account;
  return { ...personOf(account), signInName: name, language, theme, sight, createdAt, role, about };
};

/** With what is kept from them now. */
export const presentWho = (account: Account, now: number): WhoAmI => {
  const { bannedUntil, mutedUntil } = account;
  return {
    me: presentMe(account),
    ...(holds(bannedUntil, now) && { bannedUntil: endOf(bannedUntil) }),
    ...(holds(mutedUntil, now) && { mutedUntil: endOf(mutedUntil) }),
  };
};

const endOf = (until: number): number | null => (until === FOR_GOOD ? null : until);
