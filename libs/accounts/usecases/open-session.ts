import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { type Account, Accounts } from '../domain/account.js';
import { MineChanged } from '../domain/person.js';
import { type Origin, Sessions } from '../domain/session.js';
import { EndSessions } from './end-sessions.js';
import { NewSession } from './new-session.js';
import { hashToken } from './session-token.js';

/** More browsers than a person has: whoever signs in over and over fills no table. */
const SESSIONS_PER_ACCOUNT = 40;

interface Wanted {
  /** As it was when its password was looked at. */
  readonly account: Account;
  readonly broughtToken: string | undefined;
  readonly from: Origin;
}

/** Signs a browser in under a new token; whatever session it brought along is over. */
@Injectable()
export class OpenSession {
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
      await this.sessions.removeExpired(session.createdAt);
      const held = await this.accounts.hold(account.id);
      if (held?.passwordHash !== account.passwordHash) throw new Rejection('ACCOUNTS_WRONG_CREDENTIALS');
      const brought = broughtToken && (await this.sessions.byTokenHash(hashToken(broughtToken), session.createdAt));
      const oldest = await this.sessions.oldest(account.id, SESSIONS_PER_ACCOUNT - 1);
      await this.endSessions.these([...new Set([...(brought ? [brought.id] : []), ...oldest])]);
      await this.sessions.add(session);
      this.work.announce(new MineChanged(account.id, 'sessions'));
    });
    return token;
  }
}
