import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { Account, Language, NameKeys, Theme } from '../domain/account.js';
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
  async run(newcomer: Newcomer): Promise<SignedUp> {
    const keys = nameKeys(newcomer.name);
    // Counted before the hash, which is slow: a thousand at once are a thousand.
    await this.attempts.signUp(newcomer.address);
    try {
      return await this.make(newcomer, keys);
    } catch (error) {
      await this.attempts.notSignedUp(newcomer.address);
      throw error;
    }
  }

  private async make({ name, password, language, theme, ...browser }: Newcomer, keys: NameKeys): Promise<SignedUp> {
    // Asked before the hash, which is slow; the database decides among those who come at once.
    if (await this.names.isTaken(keys)) throw new Rejection('ACCOUNTS_NAME_TAKEN');
    const passwordHash = await this.passwords.hash(password);
    const wanted = { name, keys, passwordHash, language, theme };
    return this.openSession.first(() => this.addAccount.run(wanted), browser);
  }
}
