import { Injectable } from '@nestjs/common';
import { type Account, type AccountRole, Accounts } from '../domain/account.js';
import { nameKeys } from './name-keys.js';

/** Says what somebody is here, by the name they sign in with. Whoever may do this is not asked: the caller knows. */
@Injectable()
export class SetRoleByUsername {
  constructor(private readonly accounts: Accounts) {}

  /**
   * @param name case and accents do not matter
   * @returns the account as it is now, null when nobody has this name. @throws Rejection INVALID when it is no name
   */
  async run(name: string, role: AccountRole): Promise<Account | null> {
    return this.become(name, () => role);
  }

  /** As `run`. Nobody becomes less by being given something; what they are not is not taken back. */
  async change(
    name: string,
    { role, isGiven }: { readonly role: AccountRole; readonly isGiven: boolean },
  ): Promise<Account | null> {
    return this.become(name, (present) => {
      if (isGiven) return present === 'admin' ? present : role;
      return present === role ? 'member' : present;
    });
  }

  private async become(name: string, next: (present: AccountRole) => AccountRole): Promise<Account | null> {
    const account = await this.accounts.byFoldedName(nameKeys(name).folded);
    if (!account) return null;
    const role = next(account.role);
    await this.accounts.change(account.id, { role });
    return { ...account, role };
  }
}
