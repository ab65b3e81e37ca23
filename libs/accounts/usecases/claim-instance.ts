import { Injectable } from '@nestjs/common';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { type Account, Accounts } from '../domain/account.js';
import { Attempts } from '../domain/attempts.js';
import { ClaimTokens } from '../domain/claim-tokens.js';
import { MineChanged } from '../domain/person.js';
import { CLAIM_LASTS_MS } from './offer-claim.js';
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
    private readonly attempts: Attempts,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws Rejection ACCOUNTS_CLAIM_INVALID, also where there is an admin by now; ACCOUNTS_TOO_MANY_ATTEMPTS */
  async run({ accountId, token, address }: Claim): Promise<Account> {
    await this.attempts.claim(address);
    return this.work.run(async () => {
      const isRight = await this.tokens.redeem(hashToken(token), this.clock.now() - CLAIM_LASTS_MS);
      if (!isRight || (await this.accounts.holdAdmins()).length > 0) throw new Rejection('ACCOUNTS_CLAIM_INVALID');
      const account = await this.accounts.hold(accountId);
      if (!account) throw new Rejection('UNAUTHENTICATED');
      await this.accounts.change(accountId, { role: 'admin' });
      this.work.announce(new MineChanged(accountId, 'account'));
      return { ...account, role: 'admin' };
    });
  }
}
