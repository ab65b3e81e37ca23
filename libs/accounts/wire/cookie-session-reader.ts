import { Injectable } from '@nestjs/common';
import { type Identity, SessionCookie, SessionReader } from '@visionary/platform/auth';
import { EndedSessions } from '../usecases/ended-sessions.js';
import { ReadSession } from '../usecases/read-session.js';

@Injectable()
export class CookieSessionReader extends SessionReader {
  constructor(
    private readonly cookie: SessionCookie,
    private readonly readSession: ReadSession,
    private readonly endedSessions: EndedSessions,
  ) {
    super();
  }

  async read(cookieHeader: string | undefined): Promise<Identity | null> {
    const token = this.cookie.read(cookieHeader);
    const session = token ? await this.readSession.run(token) : null;
    return session && { sessionId: session.id, person: { id: session.accountId, name: session.name } };
  }

  ended(sessionIds: readonly string[]): Promise<string[]> {
    return this.endedSessions.run(sessionIds);
  }
}
