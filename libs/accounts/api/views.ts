import type { CurrentSession, MeView } from '@visionary/contract';
import { activeSanctions } from '@visionary/kernel';
import type { Account } from '../domain/account.js';
import { userOf } from '../domain/user.js';

export const toMeView = (account: Account): MeView => {
  const { name, language, theme, sensitiveContentMode, createdAt, role, bio, hasSeenHints } = account;
  const settings = { language, theme, sensitiveContentMode };
  const hints = hasSeenHints ? {} : { needsHints: true as const };
  return { ...userOf(account), username: name, ...settings, createdAt, role, bio, ...hints };
};

/** Includes the sanctions that are active at `now`. */
export const toCurrentSession = (account: Account, now: number): Omit<CurrentSession, 'canLend'> => ({
  me: toMeView(account),
  ...activeSanctions(account, now),
});
