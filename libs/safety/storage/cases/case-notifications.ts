import { Injectable } from '@nestjs/common';
import { afterKeyset, Database, type Row } from '@visionary/platform/database';
import type {
  CaseNotification,
  CaseNotificationData,
  CaseNotificationKind,
} from '../../domain/cases/case-notifications.js';

const BATCH_SIZE = 1_000;

@Injectable()
export class CaseNotifications {
  constructor(private readonly database: Database) {}

  async add(notifications: readonly CaseNotification[]): Promise<void> {
    if (notifications.length === 0) return;
    await this.query.insertInto('safety_notification').values(notifications.map(rowOf)).execute();
  }

  /** Newest first. */
  async page(userId: string, after: { at: number; id: string } | null, limit: number): Promise<CaseNotification[]> {
    let rows = this.all.where('user_id', '=', userId);
    if (after) rows = rows.where(afterKeyset(['at', 'id'], [after.at, after.id], 'desc'));
    return (await rows.orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute()).map(notificationOf);
  }

  async byIds(ids: readonly string[]): Promise<CaseNotification[]> {
    if (ids.length === 0) return [];
    return (await this.all.where('id', 'in', ids).execute()).map(notificationOf);
  }

  async unreadOf(userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const unread = new Map<string, number>(userIds.map((id) => [id, 0]));
    for (let from = 0; from < userIds.length; from += BATCH_SIZE) {
      const rows = await this.query
        .selectFrom('safety_notification')
        .select(({ fn }) => ['user_id', fn.countAll<number>().as('unread')])
        .where('user_id', 'in', userIds.slice(from, from + BATCH_SIZE))
        .where('read_at', 'is', null)
        .groupBy('user_id')
        .execute();
      for (const row of rows) unread.set(row.user_id, Number(row.unread));
    }
    return unread;
  }

  /** Marks these as read, or all of them without `ids`. @returns whether any was unread */
  async markRead(userId: string, ids: readonly string[] | undefined, at: number): Promise<boolean> {
    if (ids?.length === 0) return false;
    const unread = this.query.updateTable('safety_notification').set({ read_at: at }).where('user_id', '=', userId);
    const these = ids ? unread.where('id', 'in', ids) : unread;
    return (await these.where('read_at', 'is', null).executeTakeFirst()).numUpdatedRows > 0n;
  }

  /** Marks the notifications about a case as read for everyone. @returns the users who had one unread */
  async markCaseRead(caseId: string, kinds: readonly CaseNotificationKind[], at: number): Promise<string[]> {
    const rows = this.query
      .selectFrom('safety_notification')
      .select('user_id')
      .distinct()
      .where('case_id', '=', caseId);
    const users = await rows.where('kind', 'in', kinds).where('read_at', 'is', null).execute();
    if (users.length === 0) return [];
    const settled = this.query.updateTable('safety_notification').set({ read_at: at }).where('case_id', '=', caseId);
    await settled.where('kind', 'in', kinds).where('read_at', 'is', null).execute();
    return users.map(({ user_id }) => user_id);
  }

  /** In the order of ids. */
  async ofUser(userId: string, afterId: string, limit: number): Promise<CaseNotification[]> {
    const rows = this.all.where('user_id', '=', userId).where('id', '>', afterId).orderBy('id');
    return (await rows.limit(limit).execute()).map(notificationOf);
  }

  async deleteOfUser(userId: string): Promise<void> {
    await this.query.deleteFrom('safety_notification').where('user_id', '=', userId).execute();
  }

  private get query() {
    return this.database.query();
  }

  private get all() {
    return this.query.selectFrom('safety_notification').selectAll();
  }
}

const notificationOf = (row: Row<'safety_notification'>): CaseNotification => ({
  ...{ id: row.id, userId: row.user_id, kind: row.kind, caseId: row.case_id },
  data: JSON.parse(row.data) as CaseNotificationData,
  ...{ at: Number(row.at), readAt: row.read_at },
});

const rowOf = (notification: CaseNotification): Row<'safety_notification'> => ({
  ...{ id: notification.id, user_id: notification.userId, kind: notification.kind, case_id: notification.caseId },
  data: JSON.stringify(notification.data),
  ...{ at: notification.at, read_at: notification.readAt },
});
