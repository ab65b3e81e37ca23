import { Injectable } from '@nestjs/common';
import { Cache, json, type Space } from '@visionary/platform/cache';
import { Database } from '@visionary/platform/database';
import type { OwnedSession } from '../domain/session.js';
import { personSubject, sessionSubject } from '../domain/subjects.js';
import { SqlSessions } from './sql-sessions.js';

/** Whatever becomes of the news that a session is over, nobody believes in it for a second more. */
const SESSIONS: Space<OwnedSession | null> = { name: 'sessions', ttlMs: 800, encoding: json() };

/** Sessions whose browsers ask again and again are read once for many questions. */
@Injectable()
export class CachedSessions extends SqlSessions {
  constructor(
    database: Database,
    private readonly cache: Cache,
  ) {
    super(database);
  }

  override async byTokenHash(tokenHash: string, now: number): Promise<OwnedSession | null> {
    const session = await this.cache.through({ space: SESSIONS, key: tokenHash }, async (shows) => {
      const found = await super.byTokenHash(tokenHash, now);
      if (found) shows(sessionSubject(found.id), personSubject(found.accountId));
      return found;
    });
    return session && session.expiresAt > now ? session : null;
  }

  override async prolong(id: string, expiresAt: number): Promise<void> {
    await super.prolong(id, expiresAt);
    await this.cache.forget(sessionSubject(id));
  }
}
