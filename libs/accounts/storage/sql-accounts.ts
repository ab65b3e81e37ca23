import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Database, isUniqueViolation } from '@visionary/platform/database';
import { type Account, Accounts, type Language, type NameKeys, type Theme } from '../domain/account.js';
import { AccountRow } from './account.entity.js';

const accountOf = ({ foldedName, looksName, ...row }: AccountRow): Account => ({
  id: row.id,
  name: row.name,
  keys: { folded: foldedName, looks: looksName },
  passwordHash: row.passwordHash,
  language: row.language,
  theme: row.theme,
  createdAt: row.createdAt,
});

@Injectable()
export class SqlAccounts extends Accounts {
  constructor(private readonly database: Database) {
    super();
  }

  async byId(id: string): Promise<Account | null> {
    const row = await this.database.em.findOne(AccountRow, { id });
    return row && accountOf(row);
  }

  async byIds(ids: readonly string[]): Promise<Account[]> {
    return (await this.database.em.find(AccountRow, { id: { $in: [...ids] } })).map(accountOf);
  }

  async byFoldedName(folded: string): Promise<Account | null> {
    const row = await this.database.em.findOne(AccountRow, { foldedName: folded });
    return row && accountOf(row);
  }

  async isTaken({ folded, looks }: NameKeys): Promise<boolean> {
    return (await this.database.em.count(AccountRow, { $or: [{ foldedName: folded }, { looksName: looks }] })) > 0;
  }

  async add({ keys, ...account }: Account): Promise<void> {
    try {
      await this.database.em.insert(AccountRow, { ...account, foldedName: keys.folded, looksName: keys.looks });
    } catch (error) {
      if (isUniqueViolation(error)) throw new Rejection('ACCOUNTS_NAME_TAKEN');
      throw error;
    }
  }

  async change(id: string, changes: { readonly language?: Language; readonly theme?: Theme }): Promise<void> {
    if (Object.keys(changes).length) await this.database.em.nativeUpdate(AccountRow, { id }, { ...changes });
  }
}
