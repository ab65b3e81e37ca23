import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { type Account, Accounts } from '../domain/account.js';
import { OwnStateChanged } from '../domain/user.js';
import { type Origin, type Session, Sessions } from '../domain/session.js';
import { EndSessions } from './end-sessions.js';
import { NewSession } from './new-session.js';
import { hashToken } from './session-token.js';

/** More browsers than a user has: whoever signs in over and over fills no table. */
const SESSIONS_PER_ACCOUNT = 40;

/** What runs out is worth nothing already: it is cleared away now and then. */
const CLEAR_EVERY_MS = 60_000;

/** The browser that signs in. */
export interface SignInBrowser {
  readonly broughtToken: string | undefined;
  readonly from: Origin;
}

interface Wanted extends SignInBrowser {
  /** As it was when its password was looked at. */
  readonly account: Account;
}

/** Signs a browser in under a new token; whatever session it brought along is over. */
@Injectable()
export class OpenSession {
  private clearAt = 0;

  constructor(
    private readonly accounts: Accounts,
    private readonly sessions: Sessions,
    private readonly newSession: NewSession,
    private readonly endSessions: EndSessions,
    private readonly work: UnitOfWork,
  ) {}

  /**
   * @returns the new token; it cannot be had again.
   * @throws Rejection ACCOUNTS_WRONG_CREDENTIALS when the password was changed meanwhile, or the account is gone
   */
  async run({ account, broughtToken, from }: Wanted): Promise<string> {
    const { token, session } = this.newSession.run(account.id, from);
    await this.work.run(async () => {
      const held = await this.accounts.hold(account.id);
      if (held?.passwordHash !== account.passwordHash) throw new Rejection('ACCOUNTS_WRONG_CREDENTIALS');
      const oldest = await this.sessions.oldest(account.id, SESSIONS_PER_ACCOUNT - 1);
      await this.replace(await this.brought(broughtToken, session), oldest, session);
      this.work.publish(new OwnStateChanged(account.id, 'sessions'));
    });
    return token;
  }

  /**
   * As `run`, in the transaction that makes the account: both or neither, and nobody else has to do with it yet.
   * @throws what `make` throws
   */
  async first(
    make: () => Promise<Account>,
    { broughtToken, from }: SignInBrowser,
  ): Promise<{ readonly account: Account; readonly token: string }> {
    return this.work.run(async () => {
      const account = await make();
      const { token, session } = this.newSession.run(account.id, from);
      await this.replace(await this.brought(broughtToken, session), [], session);
      return { account, token };
    });
  }

  private async brought(token: string | undefined, { createdAt: now }: Session): Promise<readonly string[]> {
    const session = token ? await this.sessions.byTokenHash(hashToken(token), now) : null;
    return session ? [session.id] : [];
  }

  private async replace(brought: readonly string[], oldest: readonly string[], session: Session): Promise<void> {
    await this.clearExpired(session.createdAt);
    await this.endSessions.these([...new Set([...brought, ...oldest])]);
    await this.sessions.add(session);
  }

  private async clearExpired(now: number): Promise<void> {
    if (performance.now() < this.clearAt) return;
    this.clearAt = performance.now() + CLEAR_EVERY_MS;
    await this.sessions.removeExpired(now);
  }
}
