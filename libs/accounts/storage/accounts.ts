import { Injectable } from '@nestjs/common';
import type { AccountRole } from '@visionary/contract';
import { Database, type Row, type Tables } from '@visionary/platform/database';
import { type SelectQueryBuilder, sql } from 'kysely';
import type { Account, AccountChanges } from '../domain/account.js';
import { AccountRow, BlockRow, NameClaimRow } from './account.entity.js';

type AccountQuery = SelectQueryBuilder<Tables, 'account', Row<'account'>>;

const accountOf = (row: Row<'account'>): Account => ({
  id: row.id,
  name: row.username,
  displayName: row.display_name,
  keys: { folded: row.folded_name, confusable: row.confusable_name },
  passwordHash: row.password_hash,
  language: row.language,
  theme: row.theme,
  sensitiveContentMode: row.sensitive_content_mode,
  image: row.avatar,
  role: row.role,
  bio: row.bio,
  hasSeenHints: row.has_seen_hints === 1,
  createdAt: row.created_at,
  mutedUntil: row.muted_until,
  bannedUntil: row.banned_until,
});

const rowOf = (account: Account): Row<'account'> => ({
  id: account.id,
  username: account.name,
  display_name: account.displayName,
  folded_name: account.keys.folded,
  confusable_name: account.keys.confusable,
  password_hash: account.passwordHash,
  language: account.language,
  theme: account.theme,
  sensitive_content_mode: account.sensitiveContentMode,
  avatar: account.image,
  role: account.role,
  bio: account.bio,
  has_seen_hints: account.hasSeenHints ? 1 : 0,
  created_at: account.createdAt,
  muted_until: account.mutedUntil,
  banned_until: account.bannedUntil,
});

/** Escapes text for `like … escape '!'`. */
export const escapeLike = (text: string): string => text.replace(/[!%_]/g, (sign) => `!${sign}`);

/** The account table. */
@Injectable()
export class Accounts {
  constructor(private readonly database: Database) {}

  async byId(id: string): Promise<Account | null> {
    return this.one(this.all.where('id', '=', id));
  }

  /** In no order. Unknown ids are left out. */
  async byIds(ids: readonly string[]): Promise<Account[]> {
    return ids.length === 0 ? [] : this.many(this.all.where('id', 'in', ids));
  }

  /** By the sign-in name or the shown name. */
  async byAnyName(folded: string): Promise<Account | null> {
    const accounts = this.database.selectFrom('account').selectAll('account');
    const withNames = accounts.innerJoin('reserved_name', 'reserved_name.account_id', 'account.id');
    const row = await withNames.where('reserved_name.name_key', '=', `f:${folded}`).executeTakeFirst();
    return row ? accountOf(row) : null;
  }

  async byFoldedName(folded: string): Promise<Account | null> {
    return this.one(this.all.where('folded_name', '=', folded));
  }

  /** Inside a transaction: locks the row until its end. */
  async lock(id: string): Promise<Account | null> {
    return this.one(this.locked.where('id', '=', id));
  }

  /** Locks several rows with one query, ordered by id. */
  async lockAll(ids: readonly string[]): Promise<Account[]> {
    return ids.length === 0 ? [] : this.many(this.locked.where('id', 'in', ids).orderBy('id'));
  }

  /** Locks the rows of all admins. */
  async lockAdmins(): Promise<Account[]> {
    return this.many(this.locked.where('role', '=', 'admin').orderBy('id'));
  }

  /** Roles of all moderators and admins, by account id. */
  async staffRoles(): Promise<ReadonlyMap<string, AccountRole>> {
    const all = this.database.selectFrom('account').select(['id', 'role']);
    const rows = await all.where('role', '!=', 'member').execute();
    return new Map(rows.map(({ id, role }) => [id, role]));
  }

  /** Accounts with `folded` in a name: admins, then moderators, then the newest. */
  async search(folded: string, limit: number): Promise<Account[]> {
    const all = this.database.selectFrom('account').select('id');
    const hasMatchingName = sql<boolean>`exists (select 1 from reserved_name where reserved_name.account_id = account.id and reserved_name.name_key like ${`f:%${escapeLike(folded)}%`} escape '!')`;
    const ids = await (folded === '' ? all : all.where(hasMatchingName))
      .orderBy(sql`case role when 'admin' then 0 when 'moderator' then 1 else 2 end`)
      .orderBy('created_at', 'desc')
      .limit(limit)
      .execute();
    const accountsById = new Map((await this.byIds(ids.map(({ id }) => id))).map((account) => [account.id, account]));
    return ids.flatMap(({ id }) => accountsById.get(id) ?? []);
  }

  /** Ids and names of users who aren't admins, ordered by id, starting after `afterId`. */
  async namesAfter(afterId: string, limit: number): Promise<{ id: string; names: string[] }[]> {
    const rows = await this.database
      .selectFrom('account')
      .select(['id', 'username', 'display_name'])
      .where('role', '!=', 'admin')
      .where('id', '>', afterId)
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(({ id, username, display_name }) => ({
      id,
      names: display_name === null ? [username] : [username, display_name],
    }));
  }

  /** Accounts muted or banned after `now`, ordered by id, starting after `afterId`. */
  async sanctioned(which: 'muted' | 'banned', now: number, afterId: string, limit: number): Promise<Account[]> {
    const rows = this.all.where(`${which}_until`, '>', now).where('id', '>', afterId);
    return this.many(rows.orderBy('id').limit(limit));
  }

  async add(account: Account): Promise<void> {
    await this.database.insertInto('account').values(rowOf(account)).execute();
  }

  async change(id: string, { displayName, image, ...changes }: AccountChanges): Promise<void> {
    const columns: Partial<AccountRow> = {
      ...changes,
      ...(displayName !== undefined && { displayName }),
      ...(image !== undefined && { avatar: image }),
    };
    if (Object.keys(columns).length > 0) await this.database.em.nativeUpdate(AccountRow, { id }, columns);
  }

  /** Also removes its names and the blocks by and against it. */
  async remove(id: string): Promise<void> {
    const { em } = this.database;
    await em.nativeDelete(NameClaimRow, { accountId: id });
    await em.nativeDelete(BlockRow, { $or: [{ userId: id }, { blockedId: id }] });
    await em.nativeDelete(AccountRow, { id });
  }

  private get all(): AccountQuery {
    return this.database.selectFrom('account').selectAll();
  }

  private get locked(): AccountQuery {
    return this.database.forUpdate(this.all);
  }

  private async one(query: AccountQuery): Promise<Account | null> {
    const row = await query.executeTakeFirst();
    return row ? accountOf(row) : null;
  }

  private async many(query: AccountQuery): Promise<Account[]> {
    return (await query.execute()).map(accountOf);
  }
}
