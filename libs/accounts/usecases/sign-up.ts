import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { Account, Language, Theme } from '../domain/account.js';
import { Attempts } from '../domain/attempts.js';
import { Names } from '../domain/names.js';
import { Passwords } from '../domain/passwords.js';
import { AddAccount } from './add-account.js';
import { nameKeys } from './name-keys.js';
import { type Browser, OpenSession } from './open-session.js';

export interface SignedUp {
  readonly account: Account;
  /** Of the session they have at once; it cannot be had again. */
  readonly token: string;
}

export interface Newcomer extends Browser {
  readonly name: string;
  readonly password: string;
  readonly language: Language;
  readonly theme: Theme;
  /** Where the request came from. */
  readonly address: string;
}

/** Makes an account, and signs its browser in at once. */
@Injectable()
export class SignUp {
  constructor(
    private readonly names: Names,
    private readonly passwords: Passwords,
    private readonly attempts: Attempts,
    private readonly addAccount: AddAccount,
    private readonly openSession: OpenSession,
  ) {}

  /** @throws Rejection ACCOUNTS_NAME_TAKEN, ACCOUNTS_TOO_MANY_ATTEMPTS, INVALID */
  async run({ name, password, language, theme, address, ...browser }: Newcomer): Promise<SignedUp> {
    const keys = nameKeys(name);
    await this.attempts.signUp(address);
    // Asked before the hash, which is slow; the database decides among those who come at once.
    if (await this.names.isTaken(keys)) throw new Rejection('ACCOUNTS_NAME_TAKEN');
    const passwordHash = await this.passwords.hash(password);
    const wanted = { name, keys, passwordHash, language, theme };
    const signedUp = await this.openSession.first(() => this.addAccount.run(wanted), browser);
    await this.attempts.signedUp(address);
    return signedUp;
  }
}
