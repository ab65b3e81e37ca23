import { Injectable } from '@nestjs/common';
import { Cache, json, type CacheNamespace } from '@visionary/platform/cache';
import { Database } from '@visionary/platform/database';
import type { OwnedSession } from '../domain/session.js';
import { userCacheTag, sessionCacheTag } from '../domain/subjects.js';
import { SqlSessions } from './sql-sessions.js';

/** Whatever becomes of the news that a session is over, nobody believes in it for a second more. */
const SESSIONS: CacheNamespace<OwnedSession | null> = { name: 'sessions', ttlMs: 800, encoding: json() };

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
    const session = await this.cache.getOrLoad({ space: SESSIONS, key: tokenHash }, async (shows) => {
      const found = await super.byTokenHash(tokenHash, now);
      if (found) shows(sessionCacheTag(found.id), userCacheTag(found.accountId));
      return found;
    });
    return session && session.expiresAt > now ? session : null;
  }

  override async extend(id: string, expiresAt: number): Promise<void> {
    await super.extend(id, expiresAt);
    await this.cache.invalidateTags(sessionCacheTag(id));
  }
}
