import { Injectable } from '@nestjs/common';
import type { Account, Language, Theme } from '../domain/account.js';
import { LoginRateLimits } from '../domain/login-rate-limits.js';
import { Passwords } from '../domain/passwords.js';
import { AddAccount } from './add-account.js';
import { type LockedName, CheckNewName } from './check-new-name.js';
import { type SignInBrowser, OpenSession } from './open-session.js';

export interface SignedUp {
  readonly account: Account;
  /** Of the session they have at once; it cannot be had again. */
  readonly token: string;
}

export interface SignUpInput extends SignInBrowser {
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
    private readonly checkNewName: CheckNewName,
    private readonly passwords: Passwords,
    private readonly loginRateLimits: LoginRateLimits,
    private readonly addAccount: AddAccount,
    private readonly openSession: OpenSession,
  ) {}

  /** @throws Rejection ACCOUNTS_NAME_TAKEN, ACCOUNTS_TOO_MANY_ATTEMPTS, INVALID, SAFETY_BLOCKED_TERMS */
  async run(signUpInput: SignUpInput): Promise<SignedUp> {
    const held = await this.checkNewName.run(signUpInput.name);
    // Counted before the hash, which is slow: a thousand at once are a thousand.
    await this.loginRateLimits.signUp(signUpInput.address);
    try {
      return await this.make(signUpInput, held);
    } catch (error) {
      await this.loginRateLimits.notSignedUp(signUpInput.address);
      throw error;
    }
  }

  private async make(
    { name, password, language, theme, ...browser }: SignUpInput,
    held: LockedName,
  ): Promise<SignedUp> {
    // Asked before the hash, which is slow.
    await this.checkNewName.requireFree(held);
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
