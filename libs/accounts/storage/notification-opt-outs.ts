import { Injectable } from '@nestjs/common';
import type { NotificationCategory } from '@visionary/contract';
import { Database } from '@visionary/platform/database';
import { NotificationOptOutRow } from './account.entity.js';

interface Tables {
  declined_news: { person_id: string; choice: NotificationCategory };
}

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
    const declined = new Map<string, Set<NotificationCategory>>();
    for (let from = 0; from < userIds.length; from += BATCH_SIZE) {
      const some = userIds.slice(from, from + BATCH_SIZE);
      const all = this.database.query<Tables>().selectFrom('declined_news').select(['person_id', 'choice']);
      for (const { person_id, choice } of await all.where('person_id', 'in', some).execute()) {
        declined.set(person_id, (declined.get(person_id) ?? new Set()).add(choice));
      }
    }
    return declined;
  }

  /** Idempotent. */
  async optOut(userId: string, choice: NotificationCategory): Promise<void> {
    await this.database.em.upsert(NotificationOptOutRow, { personId: userId, choice }, { onConflictAction: 'ignore' });
  }

  async optIn(userId: string, choice: NotificationCategory): Promise<void> {
    await this.database.em.nativeDelete(NotificationOptOutRow, { personId: userId, choice });
  }
}
