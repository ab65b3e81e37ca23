import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { BlockRow } from './account.entity.js';

/** Who blocked whom. */
@Injectable()
export class Blocks {
  constructor(private readonly database: Database) {}

  /** Whether either user has blocked the other. Then neither can mention, message, or invite the other. */
  async isBlocked(userId: string, otherId: string): Promise<boolean> {
    return (await this.blockedAmong(userId, [otherId])).size > 0;
  }

  /** The other users for whom `isBlocked` is true. One query. */
  async blockedAmong(userId: string, otherIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (otherIds.length === 0) return new Set();
    const others = { $in: [...otherIds] };
    const eitherWay = {
      $or: [
        { userId, blockedId: others },
        { userId: others, blockedId: userId },
      ],
    };
    const rows = await this.database.em.find(BlockRow, eitherWay);
    return new Set(rows.map((row) => (row.userId === userId ? row.blockedId : row.userId)));
  }

  /** Ids of the users whom `userId` has blocked, newest first. */
  async of(userId: string): Promise<string[]> {
    const rows = await this.database.em.find(BlockRow, { userId }, { orderBy: { at: 'desc', blockedId: 'asc' } });
    return rows.map(({ blockedId }) => blockedId);
  }

  /** Idempotent. */
  async add(userId: string, blockedId: string, at: number): Promise<void> {
    await this.database.em.upsert(BlockRow, { userId, blockedId, at }, { onConflictAction: 'ignore' });
  }

  async remove(userId: string, blockedId: string): Promise<void> {
    await this.database.em.nativeDelete(BlockRow, { userId, blockedId });
  }
}
