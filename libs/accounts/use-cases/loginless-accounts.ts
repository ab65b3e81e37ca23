import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isRejection } from '@visionary/kernel';
import { type Account, Accounts, type Language } from '../domain/account.js';
import { Passwords } from '../domain/passwords.js';
import { AddAccount } from './add-account.js';
import { nameKeys } from './name-keys.js';
import { RemoveAccount } from './remove-account.js';

export interface Dormant {
  readonly id: string;
  readonly name: string;
  readonly language: Language;
  readonly about: string;
}

/** More of one name there will not be. */
const NAMES_AT_MOST = 20;

/** Accounts that nobody signs in to: their password was drawn and forgotten. */
@Injectable()
export class LoginlessAccounts {
  constructor(
    private readonly accounts: Accounts,
    private readonly passwords: Passwords,
    private readonly addAccount: AddAccount,
    private readonly removeAccount: RemoveAccount,
  ) {}

  /** Where it is there already, it stays as it is. A name that is taken gets a number. @throws Error when all of them are */
  async add({ id, name, language, about: bio }: Dormant): Promise<Account> {
    const there = await this.accounts.byId(id);
    if (there) return there;
    const passwordHash = await this.passwords.hash(randomBytes(32).toString('base64url'));
    for (let number = 1; number <= NAMES_AT_MOST; number++) {
      const free = number === 1 ? name : `${name} ${number}`;
      const wanted = { name: free, keys: nameKeys(free), passwordHash, language, theme: 'system' as const, bio, id };
      try {
        return await this.addAccount.run(wanted);
      } catch (error) {
        if (!isRejection(error, 'ACCOUNTS_NAME_TAKEN')) throw error;
      }
    }
    throw new Error(`Every ${name} is taken.`);
  }

  /** What is gone is no error. @throws Rejection ACCOUNTS_LAST_ADMIN */
  async remove(id: string): Promise<void> {
    const account = await this.accounts.byId(id);
    if (account) await this.removeAccount.run(account);
  }
}
