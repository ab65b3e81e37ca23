import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { NotificationOptOuts, type NotificationCategory } from '../domain/notifications.js';
import { NotificationOptOutRow } from './account.entity.js';

interface Tables {
  notification_opt_out: { user_id: string; category: NotificationCategory };
}

const USERS_AT_ONCE = 1_000;

@Injectable()
export class SqlNotificationOptOuts extends NotificationOptOuts {
  constructor(private readonly database: Database) {
    super();
  }

  async of(userId: string): Promise<ReadonlySet<NotificationCategory>> {
    return (await this.ofUsers([userId])).get(userId) ?? new Set();
  }

  async ofUsers(userIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<NotificationCategory>>> {
    const declined = new Map<string, Set<NotificationCategory>>();
    for (let from = 0; from < userIds.length; from += USERS_AT_ONCE) {
      const some = userIds.slice(from, from + USERS_AT_ONCE);
      const all = this.database.query<Tables>().selectFrom('notification_opt_out').select(['user_id', 'category']);
      for (const { user_id, category: choice } of await all.where('user_id', 'in', some).execute()) {
        declined.set(user_id, (declined.get(user_id) ?? new Set()).add(choice));
      }
    }
    return declined;
  }

  async optOut(userId: string, choice: NotificationCategory): Promise<void> {
    await this.database.em.upsert(NotificationOptOutRow, { userId, category: choice }, { onConflictAction: 'ignore' });
  }

  async optIn(userId: string, choice: NotificationCategory): Promise<void> {
    await this.database.em.nativeDelete(NotificationOptOutRow, { userId, category: choice });
  }
}
