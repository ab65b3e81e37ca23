import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { Account, Language, Theme } from '../domain/account.js';
import { Attempts } from '../domain/attempts.js';
import { Names } from '../domain/names.js';
import { Passwords } from '../domain/passwords.js';
import { AddAccount } from './add-account.js';
import { nameKeys } from './name-keys.js';

export interface Newcomer {
  readonly name: string;
  readonly password: string;
  readonly language: Language;
  readonly theme: Theme;
  /** Where the request came from. */
  readonly address: string;
}

@Injectable()
export class SignUp {
  constructor(
    private readonly names: Names,
    private readonly passwords: Passwords,
    private readonly attempts: Attempts,
    private readonly addAccount: AddAccount,
  ) {}

  /** @throws Rejection ACCOUNTS_NAME_TAKEN, ACCOUNTS_TOO_MANY_ATTEMPTS, INVALID */
  async run({ name, password, language, theme, address }: Newcomer): Promise<Account> {
    const keys = nameKeys(name);
    await this.attempts.signUp(address);
    // Asked before the hash, which is slow; the database decides among those who come at once.
    if (await this.names.isTaken(keys)) throw new Rejection('ACCOUNTS_NAME_TAKEN');
    const passwordHash = await this.passwords.hash(password);
    const account = await this.addAccount.run({ name, keys, passwordHash, language, theme });
    await this.attempts.signedUp(address);
    return account;
  }
}
