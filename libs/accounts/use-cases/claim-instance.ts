import { Injectable } from '@nestjs/common';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { type Account, Accounts } from '../domain/account.js';
import { LoginRateLimits } from '../domain/login-rate-limits.js';
import { ClaimTokens } from '../domain/claim-tokens.js';
import { OwnStateChanged } from '../domain/user.js';
import { CLAIM_LASTS_MS } from './issue-admin-claim.js';
import { hashToken } from './session-token.js';

export interface Claim {
  readonly accountId: string;
  readonly token: string;
  /** Where the request came from. */
  readonly address: string;
}

/** Makes whoever holds a token the first admin. The first claim is the last. */
@Injectable()
export class ClaimInstance {
  constructor(
    private readonly accounts: Accounts,
    private readonly tokens: ClaimTokens,
    private readonly loginRateLimits: LoginRateLimits,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws Rejection ACCOUNTS_CLAIM_INVALID, also where there is an admin by now; ACCOUNTS_TOO_MANY_ATTEMPTS */
  async run({ accountId, token, address }: Claim): Promise<Account> {
    await this.loginRateLimits.claim(address);
    return this.work.run(async () => {
      const isRight = await this.tokens.redeem(hashToken(token), this.clock.now() - CLAIM_LASTS_MS);
      if (!isRight || (await this.accounts.holdAdmins()).length > 0) throw new Rejection('ACCOUNTS_CLAIM_INVALID');
      const account = await this.accounts.hold(accountId);
      if (!account) throw new Rejection('UNAUTHENTICATED');
      await this.accounts.change(accountId, { role: 'admin' });
      this.work.publish(new OwnStateChanged(accountId, 'account'));
      return { ...account, role: 'admin' };
    });
  }
}
