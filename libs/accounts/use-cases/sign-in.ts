import { Injectable } from '@nestjs/common';
import { isRejection, Rejection } from '@visionary/kernel';
import { type Account, Accounts } from '../domain/account.js';
import { LoginRateLimits } from '../domain/login-rate-limits.js';
import { Passwords } from '../domain/passwords.js';
import { nameKeys } from './name-keys.js';

export interface Credentials {
  readonly name: string;
  readonly password: string;
  /** Where the request came from. */
  readonly address: string;
}

@Injectable()
export class SignIn {
  constructor(
    private readonly accounts: Accounts,
    private readonly passwords: Passwords,
    private readonly loginRateLimits: LoginRateLimits,
  ) {}

  /** @throws Rejection ACCOUNTS_WRONG_CREDENTIALS for a wrong name and a wrong password alike, ACCOUNTS_TOO_MANY_ATTEMPTS */
  async run({ name, password, address }: Credentials): Promise<Account> {
    const folded = this.foldedOrNobody(name);
    // Counted before the password is looked at: a hundred tries at once are a hundred tries.
    await this.loginRateLimits.signIn(address, folded);
    const account = await this.accounts.byFoldedName(folded);
    const right = await this.passwords.verify(account?.passwordHash ?? null, password);
    if (!account || !right) throw new Rejection('ACCOUNTS_WRONG_CREDENTIALS');
    await this.loginRateLimits.signedIn(address, folded);
    return account;
  }

  /** A name nobody can have is a wrong name like any other. */
  private foldedOrNobody(name: string): string {
    try {
      return nameKeys(name).folded;
    } catch (error) {
      if (isRejection(error)) return '';
      throw error;
    }
  }
}
