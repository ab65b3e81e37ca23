import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { type Account, Accounts } from '../domain/account.js';
import { LoginRateLimits } from '../domain/login-rate-limits.js';
import { Passwords } from '../domain/passwords.js';

/** What cannot be undone asks for the password once more: an open page may be anybody's. */
@Injectable()
export class ConfirmPassword {
  constructor(
    private readonly accounts: Accounts,
    private readonly passwords: Passwords,
    private readonly loginRateLimits: LoginRateLimits,
  ) {}

  /** @throws Rejection ACCOUNTS_WRONG_PASSWORD, ACCOUNTS_TOO_MANY_ATTEMPTS, UNAUTHENTICATED when the account is gone */
  async require(accountId: string, password: string): Promise<Account> {
    // Counted before the password is looked at, as a sign-in is.
    await this.loginRateLimits.confirm(accountId);
    const account = await this.accounts.byId(accountId);
    if (!account) throw new Rejection('UNAUTHENTICATED');
    if (!(await this.passwords.verify(account.passwordHash, password))) throw new Rejection('ACCOUNTS_WRONG_PASSWORD');
    await this.loginRateLimits.confirmed(accountId);
    return account;
  }
}
