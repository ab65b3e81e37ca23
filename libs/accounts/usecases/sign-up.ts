import { Injectable } from '@nestjs/common';
import type { Account, Language, Theme } from '../domain/account.js';
import { Attempts } from '../domain/attempts.js';
import { Passwords } from '../domain/passwords.js';
import { AddAccount } from './add-account.js';
import { type HeldName, NewName } from './new-name.js';
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
    private readonly newName: NewName,
    private readonly passwords: Passwords,
    private readonly attempts: Attempts,
    private readonly addAccount: AddAccount,
    private readonly openSession: OpenSession,
  ) {}

  /** @throws Rejection ACCOUNTS_NAME_TAKEN, ACCOUNTS_TOO_MANY_ATTEMPTS, INVALID, SAFETY_WORDS */
  async run(newcomer: Newcomer): Promise<SignedUp> {
    const held = await this.newName.run(newcomer.name);
    // Counted before the hash, which is slow: a thousand at once are a thousand.
    await this.attempts.signUp(newcomer.address);
    try {
      return await this.make(newcomer, held);
    } catch (error) {
      await this.attempts.notSignedUp(newcomer.address);
      throw error;
    }
  }

  private async make({ name, password, language, theme, ...browser }: Newcomer, held: HeldName): Promise<SignedUp> {
    // Asked before the hash, which is slow.
    await this.newName.requireFree(held);
    const passwordHash = await this.passwords.hash(password);
    const wanted = { name, keys: held.keys, passwordHash, language, theme };
    const make = async () => {
      const account = await this.addAccount.run(wanted);
      await held.kept(account.id);
      return account;
    };
    return this.openSession.first(make, browser);
  }
}
