import { Injectable } from '@nestjs/common';
import { type Identity, type RequestOrigin, SessionCookie, SessionReader } from '@visionary/platform/auth';
import { originOf } from '../domain/session.js';
import { SessionsService } from '../use-cases/sessions.service.js';
import { Users } from '../use-cases/users.js';

@Injectable()
export class CookieSessionReader extends SessionReader {
  constructor(
    private readonly cookie: SessionCookie,
    private readonly sessions: SessionsService,
    private readonly users: Users,
  ) {
    super();
  }

  async read(cookieHeader: string | undefined, origin?: RequestOrigin): Promise<Identity | null> {
    const token = this.cookie.read(cookieHeader);
    const session = token
      ? await this.sessions.read(token, origin && originOf(origin.userAgent, origin.address))
      : null;
    if (!session) return null;
    const { id: sessionId, user, accountSince, role, sensitiveContentMode, mutedUntil, bannedUntil } = session;
    const sanctions = { mutedUntil, bannedUntil };
    // The limits for new accounts don't apply to moderators and admins.
    return {
      sessionId,
      user,
      accountCreatedAt: role === 'member' ? accountSince : 0,
      sanctions,
      sensitiveContentMode,
    };
  }

  async findEnded(sessionIds: readonly string[]): Promise<string[]> {
    const ended = await this.sessions.findEnded(sessionIds);
    await this.sessions.markSeen(sessionIds);
    return ended;
  }

  async findUsers(ids: readonly string[]): Promise<Identity['user'][]> {
    return [...(await this.users.byIds(ids)).values()];
  }
}
