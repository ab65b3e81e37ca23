import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { type Origin, type OwnedSession, Sessions } from '../domain/session.js';
import { hashToken } from './session-token.js';
import { LAST_SEEN_INTERVAL_MS } from './session-activity.js';

@Injectable()
export class ReadSession {
  constructor(
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  /** @param from where the request came from, where that is known. @returns null when the token is forged, ended or expired. */
  async run(token: string, from?: Origin): Promise<OwnedSession | null> {
    const now = this.clock.now();
    const session = await this.sessions.byTokenHash(hashToken(token), now);
    const isDue = session !== null && now - session.lastSeenAt >= LAST_SEEN_INTERVAL_MS;
    if (isDue && from) await this.sessions.markSeen(session.id, now, from);
    return session;
  }
}
