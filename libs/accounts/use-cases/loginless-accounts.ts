import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Language } from '@visionary/contract';
import { isRejection } from '@visionary/kernel';
import type { Account } from '../domain/account.js';
import { Passwords } from '../storage/passwords.js';
import { AccountsService } from './accounts.service.js';
import { nameKeys } from './name-keys.js';

export interface LoginlessAccount {
  readonly id: string;
  readonly name: string;
  readonly language: Language;
  readonly about: string;
}

/** Numbered variants of one name. */
const MAX_NAME_VARIANTS = 20;

/** Accounts with a random password that is stored nowhere, so nobody can sign in to them. */
@Injectable()
export class LoginlessAccounts {
  constructor(
    private readonly accounts: AccountsService,
    private readonly passwords: Passwords,
  ) {}

  /** Idempotent by id. Appends a number to a taken name. @throws Error when every variant is taken */
  async add({ id, name, language, about: bio }: LoginlessAccount): Promise<Account> {
    const existing = await this.accounts.byId(id);
    if (existing) return existing;
    const passwordHash = await this.passwords.hash(randomBytes(32).toString('base64url'));
    for (let number = 1; number <= MAX_NAME_VARIANTS; number++) {
      const variant = number === 1 ? name : `${name} ${number}`;
      const keys = nameKeys(variant);
      try {
        return await this.accounts.add({ id, name: variant, keys, passwordHash, language, theme: 'system', bio });
      } catch (error) {
        if (!isRejection(error, 'ACCOUNTS_NAME_TAKEN')) throw error;
      }
    }
    throw new Error(`Every variant of the name ${name} is taken.`);
  }

  /** Idempotent. @throws Rejection ACCOUNTS_LAST_ADMIN */
  async remove(id: string): Promise<void> {
    const account = await this.accounts.byId(id);
    if (account) await this.accounts.delete(account);
  }
}
