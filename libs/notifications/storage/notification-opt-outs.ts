import { Injectable } from '@nestjs/common';
import type { NotificationCategory } from '@visionary/contract';
import { Database } from '@visionary/platform/database';
import { NotificationOptOutRow } from './entities.js';

const BATCH_SIZE = 1_000;

/** Notification categories that users turned off. All others are on. */
@Injectable()
export class NotificationOptOuts {
  constructor(private readonly database: Database) {}

  async of(userId: string): Promise<ReadonlySet<NotificationCategory>> {
    return (await this.ofUsers([userId])).get(userId) ?? new Set();
  }

  /** Users without an opt-out are missing in the map. */
  async ofUsers(userIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<NotificationCategory>>> {
    const optOuts = new Map<string, Set<NotificationCategory>>();
    for (let from = 0; from < userIds.length; from += BATCH_SIZE) {
      const batch = userIds.slice(from, from + BATCH_SIZE);
      const rows = this.database.selectFrom('notification_opt_out').select(['user_id', 'category']);
      for (const { user_id, category } of await rows.where('user_id', 'in', batch).execute()) {
        optOuts.set(user_id, (optOuts.get(user_id) ?? new Set()).add(category));
      }
    }
    return optOuts;
  }

  /** Idempotent. */
  async optOut(userId: string, category: NotificationCategory): Promise<void> {
    await this.database.em.upsert(NotificationOptOutRow, { userId, category }, { onConflictAction: 'ignore' });
  }

  async optIn(userId: string, category: NotificationCategory): Promise<void> {
    await this.database.em.nativeDelete(NotificationOptOutRow, { userId, category });
  }

  async deleteOfUser(userId: string): Promise<void> {
    await this.database.em.nativeDelete(NotificationOptOutRow, { userId });
  }
}
