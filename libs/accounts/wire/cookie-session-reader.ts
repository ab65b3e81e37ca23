import { Injectable } from '@nestjs/common';
import { type Identity, type RequestOrigin, SessionCookie, SessionReader } from '@visionary/platform/auth';
import { originOf } from '../domain/session.js';
import { EndedSessions } from '../usecases/ended-sessions.js';
import { People } from '../usecases/people.js';
import { ReadSession } from '../usecases/read-session.js';
import { StillSeen } from '../usecases/still-seen.js';

@Injectable()
export class CookieSessionReader extends SessionReader {
  constructor(
    private readonly cookie: SessionCookie,
    private readonly readSession: ReadSession,
    private readonly endedSessions: EndedSessions,
    private readonly stillSeen: StillSeen,
    private readonly everybody: People,
  ) {
    super();
  }

  async read(cookieHeader: string | undefined, from?: RequestOrigin): Promise<Identity | null> {
    const token = this.cookie.read(cookieHeader);
    const session = token ? await this.readSession.run(token, from && originOf(from.userAgent, from.address)) : null;
    if (!session) return null;
    const { id: sessionId, person, accountSince, role, sight, mutedUntil, bannedUntil } = session;
    // Whoever looks after the instance is no newcomer, also on its first day.
    const sanctions = { mutedUntil, bannedUntil };
    return { sessionId, person, since: role === 'member' ? accountSince : 0, sanctions, sight };
  }

  async ended(sessionIds: readonly string[]): Promise<string[]> {
    const ended = await this.endedSessions.run(sessionIds);
    await this.stillSeen.run(sessionIds);
    return ended;
  }

  async people(ids: readonly string[]): Promise<Identity['person'][]> {
    return [...(await this.everybody.byIds(ids)).values()];
  }
}
