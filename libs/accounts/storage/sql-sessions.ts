import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type Session, Sessions } from '../domain/session.js';
import { SessionRow } from './session.entity.js';

@Injectable()
export class SqlSessions extends Sessions {
  constructor(private readonly database: Database) {
    super();
  }

  async byTokenHash(tokenHash: string, now: number): Promise<(Session & { readonly name: string }) | null> {
    const row = await this.database.em.findOne(
      SessionRow,
      { tokenHash, expiresAt: { $gt: now } },
      { populate: ['account'] },
    );
    if (!row) return null;
    const { id, account, createdAt, expiresAt } = row;
    return { id, tokenHash, accountId: account.id, name: account.name, createdAt, expiresAt };
  }

  async living(ids: readonly string[], now: number): Promise<string[]> {
    const alive = { id: { $in: [...ids] }, expiresAt: { $gt: now } };
    return (await this.database.em.find(SessionRow, alive, { fields: ['id'] })).map(({ id }) => id);
  }

  async add({ accountId, ...session }: Session): Promise<void> {
    await this.database.em.insert(SessionRow, { ...session, account: accountId });
  }

  async prolong(id: string, expiresAt: number): Promise<void> {
    await this.database.em.nativeUpdate(SessionRow, { id }, { expiresAt });
  }

  async remove(id: string): Promise<void> {
    await this.database.em.nativeDelete(SessionRow, { id });
  }

  async removeExpired(now: number): Promise<void> {
    await this.database.em.nativeDelete(SessionRow, { expiresAt: { $lte: now } });
  }

  async oldest(accountId: string, keep: number): Promise<string[]> {
    const mine = { account: accountId };
    const newestFirst = { orderBy: { createdAt: 'desc', id: 'desc' }, fields: ['id'] } as const;
    return (await this.database.em.find(SessionRow, mine, newestFirst)).slice(keep).map(({ id }) => id);
  }
}
