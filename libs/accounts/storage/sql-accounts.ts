import { LockMode } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { sql } from 'kysely';
import {
  type Account,
  type AccountChanges,
  type AccountRole,
  Accounts,
  type Language,
  type Theme,
} from '../domain/account.js';
import { AccountRow, BlockRow, DeclinedNewsRow, NameClaimRow } from './account.entity.js';

const accountOf = ({ foldedName, looksName, ...row }: AccountRow): Account => ({
  id: row.id,
  name: row.name,
  shownName: row.shownName ?? null,
  keys: { folded: foldedName, looks: looksName },
  passwordHash: row.passwordHash,
  language: row.language,
  theme: row.theme,
  picture: row.picture ?? null,
  role: row.role,
  about: row.about,
  createdAt: row.createdAt,
});

interface Tables {
  account: {
    id: string;
    name: string;
    shown_name: string | null;
    folded_name: string;
    looks_name: string;
    password_hash: string;
    language: Language;
    theme: Theme;
    picture: string | null;
    role: AccountRole;
    about: string;
    created_at: number;
  };
  name_claim: { claim: string; account_id: string };
}

const accountOfRow = (row: Tables['account']): Account => ({
  ...{ id: row.id, name: row.name, shownName: row.shown_name, passwordHash: row.password_hash },
  keys: { folded: row.folded_name, looks: row.looks_name },
  ...{ language: row.language, theme: row.theme, picture: row.picture, role: row.role },
  ...{ about: row.about, createdAt: row.created_at },
});

/** Text for `like … escape '!'`. */
export const literally = (text: string): string => text.replace(/[!%_]/g, (sign) => `!${sign}`);

const HELD = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;

@Injectable()
export class SqlAccounts extends Accounts {
  constructor(private readonly database: Database) {
    super();
  }

  async byId(id: string): Promise<Account | null> {
    const row = await this.database.em.findOne(AccountRow, { id });
    return row && accountOf(row);
  }

  /** Whatever shows people asks this: one plain query. */
  async byIds(ids: readonly string[]): Promise<Account[]> {
    if (ids.length === 0) return [];
    const all = this.database.query<Tables>().selectFrom('account').selectAll();
    return (await all.where('id', 'in', ids).execute()).map(accountOfRow);
  }

  async byAnyName(folded: string): Promise<Account | null> {
    const named = this.database.query<Tables>().selectFrom('account').selectAll('account');
    const claimed = named.innerJoin('name_claim', 'name_claim.account_id', 'account.id');
    const row = await claimed.where('name_claim.claim', '=', `f:${folded}`).executeTakeFirst();
    return row ? accountOfRow(row) : null;
  }

  async byFoldedName(folded: string): Promise<Account | null> {
    const row = await this.database.em.findOne(AccountRow, { foldedName: folded });
    return row && accountOf(row);
  }

  async hold(id: string): Promise<Account | null> {
    const row = await this.database.em.findOne(AccountRow, { id }, HELD);
    return row && accountOf(row);
  }

  async holdAll(ids: readonly string[]): Promise<Account[]> {
    if (ids.length === 0) return [];
    const inOrder = { orderBy: { id: 'asc' }, ...HELD } as const;
    return (await this.database.em.find(AccountRow, { id: { $in: [...ids] } }, inOrder)).map(accountOf);
  }

  async holdAdmins(): Promise<Account[]> {
    const inOrder = { orderBy: { id: 'asc' }, ...HELD } as const;
    return (await this.database.em.find(AccountRow, { role: 'admin' }, inOrder)).map(accountOf);
  }

  async appointed(): Promise<ReadonlyMap<string, AccountRole>> {
    const all = this.database.query<Tables>().selectFrom('account').select(['id', 'role']);
    const rows = await all.where('role', '!=', 'member').execute();
    return new Map(rows.map(({ id, role }) => [id, role]));
  }

  async newest(folded: string, limit: number): Promise<Account[]> {
    const all = this.database.query<Tables>().selectFrom('account').select('id');
    const called = sql<boolean>`exists (select 1 from name_claim where name_claim.account_id = account.id and name_claim.claim like ${`f:%${literally(folded)}%`} escape '!')`;
    const ids = await (folded === '' ? all : all.where(called))
      .orderBy(sql`case role when 'admin' then 0 when 'moderator' then 1 else 2 end`)
      .orderBy('created_at', 'desc')
      .limit(limit)
      .execute();
    const found = new Map((await this.byIds(ids.map(({ id }) => id))).map((account) => [account.id, account]));
    return ids.flatMap(({ id }) => found.get(id) ?? []);
  }

  async add({ keys, ...account }: Account): Promise<void> {
    await this.database.em.insert(AccountRow, { ...account, foldedName: keys.folded, looksName: keys.looks });
  }

  async change(id: string, changes: AccountChanges): Promise<void> {
    if (Object.keys(changes).length) await this.database.em.nativeUpdate(AccountRow, { id }, { ...changes });
  }

  async remove(id: string): Promise<void> {
    const { em } = this.database;
    await em.nativeDelete(NameClaimRow, { accountId: id });
    await em.nativeDelete(BlockRow, { $or: [{ personId: id }, { blockedId: id }] });
    await em.nativeDelete(DeclinedNewsRow, { personId: id });
    await em.nativeDelete(AccountRow, { id });
  }

  async isPictureUsed(picture: string): Promise<boolean> {
    return (await this.database.em.count(AccountRow, { picture })) > 0;
  }
}
