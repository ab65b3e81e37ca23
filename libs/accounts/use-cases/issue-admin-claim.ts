import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { Accounts } from '../domain/account.js';
import { ClaimTokens } from '../domain/claim-tokens.js';
import { hashToken, mintToken } from './session-token.js';

/** A token that was printed into a log must not be of use for ever. */
export const CLAIM_LASTS_MS = 24 * 3_600_000;

/** While nobody looks after the instance, whoever started it is given a way to. */
@Injectable()
export class IssueAdminClaim {
  constructor(
    private readonly accounts: Accounts,
    private readonly tokens: ClaimTokens,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @returns a token for ClaimInstance, kept nowhere; null where there is an admin */
  async run(): Promise<string | null> {
    return this.work.run(async () => {
      if ((await this.accounts.holdAdmins()).length > 0) return null;
      const token = mintToken();
      const now = this.clock.now();
      await this.tokens.add(hashToken(token), now, now - CLAIM_LASTS_MS);
      return token;
    });
  }
}
