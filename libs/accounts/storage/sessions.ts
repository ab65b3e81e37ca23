import { Injectable } from '@nestjs/common';
import { Cache, type CacheNamespace, json } from '@visionary/platform/cache';
import { Database } from '@visionary/platform/database';
import type { Origin, OwnedSession, Session } from '../domain/session.js';
import { sessionCacheTag, userCacheTag, userOf } from '../domain/user.js';
import { SessionRow } from './session.entity.js';

const sessionOf = ({ account, ...row }: SessionRow): Session => ({
  id: row.id,
  tokenHash: row.tokenHash,
  accountId: account.id,
  createdAt: row.createdAt,
  lastSeenAt: Number(row.lastSeenAt),
  userAgent: row.userAgent,
  address: row.address,
  expiresAt: row.expiresAt,
});

/** An ended session stays valid for at most this long if its invalidation is lost. */
const SESSIONS: CacheNamespace<OwnedSession | null> = { name: 'sessions', ttlMs: 800, encoding: json() };

/** The session table. Every request reads a session, so reads by token are cached. */
@Injectable()
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly cache: Cache,
  ) {}

  /** @returns null also for a session that expired before `now` */
  async byTokenHash(tokenHash: string, now: number): Promise<OwnedSession | null> {
    const session = await this.cache.getOrLoad({ space: SESSIONS, key: tokenHash }, async (addCacheTags) => {
      const found = await this.load(tokenHash, now);
      if (found) addCacheTags(sessionCacheTag(found.id), userCacheTag(found.accountId));
      return found;
    });
    return session && session.expiresAt > now ? session : null;
  }

  private async load(tokenHash: string, now: number): Promise<OwnedSession | null> {
    const row = await this.database
      .query()
      .selectFrom('session')
      .innerJoin('account', 'account.id', 'session.account_id')
      .selectAll('session')
      .select([
        'account.username',
        'account.display_name',
        'account.avatar',
        'account.role',
        'account.sensitive_content_mode',
        'account.created_at as account_since',
        'account.muted_until',
        'account.banned_until',
      ])
      .where('session.token_hash', '=', tokenHash)
      .where('session.expires_at', '>', now)
      .executeTakeFirst();
    if (!row) return null;
    const { account_id: accountId, username: name, avatar: image } = row;
    return {
      id: row.id,
      tokenHash,
      accountId,
      createdAt: row.created_at,
      lastSeenAt: row.last_seen_at,
      userAgent: row.user_agent,
      address: row.address,
      expiresAt: row.expires_at,
      user: userOf({ id: accountId, name, displayName: row.display_name, image }),
      accountSince: row.account_since,
      role: row.role,
      sensitiveContentMode: row.sensitive_content_mode,
      mutedUntil: row.muted_until === null ? null : Number(row.muted_until),
      bannedUntil: row.banned_until === null ? null : Number(row.banned_until),
    };
  }

  /** The ids whose sessions exist, have not expired, and belong to users who are not banned. */
  async listActive(ids: readonly string[], now: number): Promise<string[]> {
    if (ids.length === 0) return [];
    const rows = await this.database
      .query()
      .selectFrom('session')
      .innerJoin('account', 'account.id', 'session.account_id')
      .select('session.id')
      .where('session.id', 'in', ids)
      .where('session.expires_at', '>', now)
      .where(({ eb, or }) => or([eb('account.banned_until', 'is', null), eb('account.banned_until', '<=', now)]))
      .execute();
    return rows.map(({ id }) => id);
  }

  /** Unexpired sessions of an account, most recently seen first. */
  async of(accountId: string, now: number): Promise<Session[]> {
    const newestFirst = { orderBy: { lastSeenAt: 'desc', id: 'desc' } } as const;
    return (await this.database.em.find(SessionRow, { account: accountId, expiresAt: { $gt: now } }, newestFirst)).map(
      sessionOf,
    );
  }

  async add(session: Session): Promise<void> {
    const row = {
      id: session.id,
      token_hash: session.tokenHash,
      account_id: session.accountId,
      created_at: session.createdAt,
      last_seen_at: session.lastSeenAt,
      expires_at: session.expiresAt,
      user_agent: session.userAgent,
      address: session.address,
    };
    await this.database.insertInto('session').values(row).execute();
  }

  async extend(id: string, expiresAt: number): Promise<void> {
    await this.database.em.nativeUpdate(SessionRow, { id }, { expiresAt });
    await this.cache.invalidateTags(sessionCacheTag(id));
  }

  async markSeen(id: string, at: number, from: Origin): Promise<void> {
    await this.database.em.nativeUpdate(SessionRow, { id }, { lastSeenAt: at, ...from });
  }

  /** Skips sessions seen at or after `before`. */
  async markSeenMany(ids: readonly string[], at: number, before: number): Promise<void> {
    const filter = { id: { $in: [...ids] }, lastSeenAt: { $lt: before } };
    await this.database.em.nativeUpdate(SessionRow, filter, { lastSeenAt: at });
  }

  async remove(id: string): Promise<void> {
    await this.database.em.nativeDelete(SessionRow, { id });
  }

  async removeExpired(now: number): Promise<void> {
    await this.database.deleteFrom('session').where('expires_at', '<=', now).execute();
  }

  /** Ids of all sessions of the account but the newest `keep`. */
  async oldest(accountId: string, keep: number): Promise<string[]> {
    const sessions = this.database.selectFrom('session').select('id').where('account_id', '=', accountId);
    const newestFirst = await sessions.orderBy('created_at', 'desc').orderBy('id', 'desc').execute();
    return newestFirst.slice(keep).map(({ id }) => id);
  }
}
