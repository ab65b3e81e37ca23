import type { MeView } from '@visionary/contract';
import type { Account } from '../domain/account.js';
import { personOf } from '../domain/person.js';

export const presentMe = (account: Account): MeView => {
  const { name, language, theme, createdAt, role, about } = account;
  return { ...personOf(account), signInName: name, language, theme, createdAt, role, about };
};
