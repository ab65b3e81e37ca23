import { Injectable } from '@nestjs/common';
import { Clock, Ids } from '@visionary/kernel';
import { type Origin, type Session, SessionLifetime } from '../domain/session.js';
import { hashToken, mintToken } from './session-token.js';

/** Makes a session that is not kept yet, and its token, which is kept nowhere. */
@Injectable()
export class NewSession {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly lifetime: SessionLifetime,
  ) {}

  run(accountId: string, from: Origin): { readonly token: string; readonly session: Session } {
    const token = mintToken();
    const now = this.clock.now();
    const times = { createdAt: now, lastSeenAt: now, expiresAt: now + this.lifetime.ttlMs };
    return { token, session: { id: this.ids.next(), tokenHash: hashToken(token), accountId, ...times, ...from } };
  }
}
