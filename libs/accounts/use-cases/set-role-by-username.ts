import type { AccountRole } from '@visionary/contract';
import type { Account } from '../domain/account.js';
import type { Accounts } from '../storage/accounts.js';
import { nameKeys } from './name-keys.js';

export interface RoleChange {
  readonly role: 'admin' | 'moderator';
  /** False: the role is removed. */
  readonly isGranted: boolean;
}

/**
 * Sets a role from the terminal; the caller has checked permissions. Giving a role never demotes an admin, and removing one
 * changes only accounts that have it.
 * @param name of the sign-in; case and accents are ignored
 * @returns the changed account, or null when no account has this name
 * @throws Rejection INVALID when it is not a valid name
 */
export async function setRoleByUsername(accounts: Accounts, name: string, change: RoleChange): Promise<Account | null> {
  const account = await accounts.byFoldedName(nameKeys(name).folded);
  if (!account) return null;
  const role = roleAfter(account.role, change);
  await accounts.change(account.id, { role });
  return { ...account, role };
}

const roleAfter = (current: AccountRole, { role, isGranted }: RoleChange): AccountRole => {
  if (isGranted) return current === 'admin' ? current : role;
  return current === role ? 'member' : current;
};
