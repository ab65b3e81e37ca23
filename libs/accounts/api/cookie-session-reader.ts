import { Injectable } from '@nestjs/common';
import { type Identity, type RequestOrigin, SessionCookie, SessionReader } from '@visionary/platform/auth';
import { originOf } from '../domain/session.js';
import { EndedSessions } from '../use-cases/ended-sessions.js';
import { Users } from '../use-cases/users.js';
import { ReadSession } from '../use-cases/read-session.js';
import { SessionActivity } from '../use-cases/session-activity.js';

@Injectable()
export class CookieSessionReader extends SessionReader {
  constructor(
    private readonly cookie: SessionCookie,
    private readonly readSession: ReadSession,
    private readonly endedSessions: EndedSessions,
    private readonly sessionActivity: SessionActivity,
    private readonly everybody: Users,
  ) {
    super();
  }

  async read(cookieHeader: string | undefined, from?: RequestOrigin): Promise<Identity | null> {
    const token = this.cookie.read(cookieHeader);
    const session = token ? await this.readSession.run(token, from && originOf(from.userAgent, from.address)) : null;
    if (!session) return null;
    const { id: sessionId, user, accountSince, role, sight, mutedUntil, bannedUntil } = session;
    // Whoever looks after the instance is no newcomer, also on its first day.
    const sanctions = { mutedUntil, bannedUntil };
    return { sessionId, user, since: role === 'member' ? accountSince : 0, sanctions, sight };
  }

  async findEnded(sessionIds: readonly string[]): Promise<string[]> {
    const ended = await this.endedSessions.run(sessionIds);
    await this.sessionActivity.run(sessionIds);
    return ended;
  }

  async findUsers(ids: readonly string[]): Promise<Identity['user'][]> {
    return [...(await this.everybody.byIds(ids)).values()];
  }
}
