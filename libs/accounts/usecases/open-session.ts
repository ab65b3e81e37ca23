import { Injectable } from '@nestjs/common';
import { Clock, Ids, UnitOfWork } from '@visionary/kernel';
import { SessionEnded, SessionLifetime, Sessions } from '../domain/session.js';
import { hashToken, mintToken } from './session-token.js';

/** More browsers than a person has: whoever signs in over and over fills no table. */
const SESSIONS_PER_ACCOUNT = 40;

/** Signs a browser in under a new token; whatever session it brought along is over. */
@Injectable()
export class OpenSession {
  constructor(
    private readonly sessions: Sessions,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly lifetime: SessionLifetime,
  ) {}

  /** @returns the new token; it cannot be had again. */
  async run(accountId: string, broughtToken: string | undefined): Promise<string> {
    const token = mintToken();
    const createdAt = this.clock.now();
    await this.work.run(async () => {
      await this.sessions.removeExpired(createdAt);
      const brought = broughtToken && (await this.sessions.byTokenHash(hashToken(broughtToken), createdAt));
      if (brought) await this.end(brought.id);
      for (const id of await this.sessions.oldest(accountId, SESSIONS_PER_ACCOUNT - 1)) await this.end(id);
      await this.sessions.add({
        id: this.ids.next(),
        tokenHash: hashToken(token),
        accountId,
        createdAt,
        expiresAt: createdAt + this.lifetime.ttlMs,
      });
    });
    return token;
  }

  private async end(sessionId: string): Promise<void> {
    await this.sessions.remove(sessionId);
    this.work.announce(new SessionEnded(sessionId));
  }
}
