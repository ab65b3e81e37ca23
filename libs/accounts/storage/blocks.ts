import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { BlockRow } from './account.entity.js';

const BATCH_SIZE = 1_000;

/** Who blocked whom. */
@Injectable()
export class Blocks {
  constructor(private readonly database: Database) {}

  /** Whether either user has blocked the other. Then neither can mention, message, or invite the other. */
  async isBlocked(userId: string, otherId: string): Promise<boolean> {
    return (await this.blockedAmong(userId, [otherId])).size > 0;
  }

  /** The other users for whom `isBlocked` is true. One query per 1,000 users. */
  async blockedAmong(userId: string, otherIds: readonly string[]): Promise<ReadonlySet<string>> {
    const blocked = new Set<string>();
    for (let from = 0; from < otherIds.length; from += BATCH_SIZE) {
      const others = { $in: otherIds.slice(from, from + BATCH_SIZE) };
      const eitherWay = {
        $or: [
          { userId, blockedId: others },
          { userId: others, blockedId: userId },
        ],
      };
      const rows = await this.database.em.find(BlockRow, eitherWay);
      for (const row of rows) blocked.add(row.userId === userId ? row.blockedId : row.userId);
    }
    return blocked;
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
