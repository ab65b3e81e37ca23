import { Injectable } from '@nestjs/common';
import { afterKeyset, Database } from '@visionary/platform/database';
import {
  type CaseNotification,
  type CaseNotificationKind,
  CaseNotifications,
  type CaseNotificationData,
} from '../../domain/cases/case-notifications.js';
import { type CaseTables, type CaseNotificationRow, numberOrNull } from './tables.js';

const AT_ONCE = 1_000;

@Injectable()
export class SqlCaseNotifications extends CaseNotifications {
  constructor(private readonly database: Database) {
    super();
  }

  async add(notices: readonly CaseNotification[]): Promise<void> {
    if (notices.length > 0) await this.query.insertInto('safety_notification').values(notices.map(rowOf)).execute();
  }

  async page(userId: string, after: { at: number; id: string } | null, limit: number): Promise<CaseNotification[]> {
    let rows = this.all.where('user_id', '=', userId);
    if (after) rows = rows.where(afterKeyset(['at', 'id'], [after.at, after.id], 'desc'));
    return (await rows.orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute()).map(noticeOf);
  }

  async byIds(ids: readonly string[]): Promise<CaseNotification[]> {
    if (ids.length === 0) return [];
    return (await this.all.where('id', 'in', ids).execute()).map(noticeOf);
  }

  async unreadOf(userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const unread = new Map<string, number>(userIds.map((id) => [id, 0]));
    for (let from = 0; from < userIds.length; from += AT_ONCE) {
      const rows = await this.query
        .selectFrom('safety_notification')
        .select(({ fn }) => ['user_id', fn.countAll<number>().as('unread')])
        .where('user_id', 'in', userIds.slice(from, from + AT_ONCE))
        .where('read_at', 'is', null)
        .groupBy('user_id')
        .execute();
      for (const row of rows) unread.set(row.user_id, Number(row.unread));
    }
    return unread;
  }

  async read(userId: string, ids: readonly string[] | undefined, at: number): Promise<boolean> {
    if (ids?.length === 0) return false;
    const unread = this.query.updateTable('safety_notification').set({ read_at: at }).where('user_id', '=', userId);
    const these = ids ? unread.where('id', 'in', ids) : unread;
    return (await these.where('read_at', 'is', null).executeTakeFirst()).numUpdatedRows > 0n;
  }

  async settle(caseId: string, kinds: readonly CaseNotificationKind[], at: number): Promise<string[]> {
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

  async notifiedUsers(userId: string, afterId: string, limit: number): Promise<CaseNotification[]> {
    const rows = this.all.where('user_id', '=', userId).where('id', '>', afterId).orderBy('id');
    return (await rows.limit(limit).execute()).map(noticeOf);
  }

  async forgetUser(userId: string): Promise<void> {
    await this.query.deleteFrom('safety_notification').where('user_id', '=', userId).execute();
  }

  private get query() {
    return this.database.query<CaseTables>();
  }

  private get all() {
    return this.query.selectFrom('safety_notification').selectAll();
  }
}

const noticeOf = (row: CaseNotificationRow): CaseNotification => ({
  ...{ id: row.id, userId: row.user_id, kind: row.kind, caseId: row.case_id },
  data: JSON.parse(row.data) as CaseNotificationData,
  ...{ at: Number(row.at), readAt: numberOrNull(row.read_at) },
});

const rowOf = (notice: CaseNotification): CaseNotificationRow => ({
  ...{ id: notice.id, user_id: notice.userId, kind: notice.kind, case_id: notice.caseId },
  data: JSON.stringify(notice.data),
  ...{ at: notice.at, read_at: notice.readAt },
});
