import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { type Account, Accounts } from '../domain/account.js';
import { SessionLifetime, Sessions } from '../domain/session.js';
import { hashToken } from './session-token.js';

/** Whoever keeps coming stays signed in; written at most this often. */
const PROLONG_AFTER_MS = 86_400_000;

interface Found {
  readonly account: Account;
  readonly prolonged: boolean;
  /** ms since 1970, when it was so. */
  readonly now: number;
}

@Injectable()
export class WhoAmI {
  constructor(
    private readonly accounts: Accounts,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
    private readonly lifetime: SessionLifetime,
  ) {}

  /** Every page asks this first. @returns null for a visitor; `prolonged` when the cookie must be sent anew. */
  async run(token: string): Promise<Found | null> {
    const now = this.clock.now();
    const session = await this.sessions.byTokenHash(hashToken(token), now);
    const account = session && (await this.accounts.byId(session.accountId));
    if (!account) return null;
    const expiresAt = now + this.lifetime.ttlMs;
    const prolonged = expiresAt - session.expiresAt >= Math.min(PROLONG_AFTER_MS, this.lifetime.ttlMs / 2);
    if (prolonged) await this.sessions.extend(session.id, expiresAt);
    return { account, prolonged, now };
  }
}
