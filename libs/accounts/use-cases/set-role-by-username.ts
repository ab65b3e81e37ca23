import { Injectable } from '@nestjs/common';
import type { AccountRole } from '@visionary/contract';
import type { Account } from '../domain/account.js';
import { Accounts } from '../storage/accounts.js';
import { nameKeys } from './name-keys.js';

/** Sets roles from the terminal, by sign-in name. The caller has checked permissions. */
@Injectable()
export class SetRoleByUsername {
  constructor(private readonly accounts: Accounts) {}

  /**
   * @param name case and accents are ignored
   * @returns the changed account, or null when no account has this name
   * @throws Rejection INVALID when it is not a valid name
   */
  async run(name: string, role: AccountRole): Promise<Account | null> {
    return this.set(name, () => role);
  }

  /** Like `run`. Giving a role never demotes an admin; taking a role back changes only accounts that have it. */
  async change(
    name: string,
    { role, isGiven }: { readonly role: AccountRole; readonly isGiven: boolean },
  ): Promise<Account | null> {
    return this.set(name, (current) => {
      if (isGiven) return current === 'admin' ? current : role;
      return current === role ? 'member' : current;
    });
  }

  private async set(name: string, nextRole: (current: AccountRole) => AccountRole): Promise<Account | null> {
    const account = await this.accounts.byFoldedName(nameKeys(name).folded);
    if (!account) return null;
    const role = nextRole(account.role);
    await this.accounts.change(account.id, { role });
    return { ...account, role };
  }
}
