import { Injectable } from '@nestjs/common';
import { afterKeyset, Database, type Row, type Tables } from '@visionary/platform/database';
import type { ExpressionBuilder } from 'kysely';
import type { NotificationWithContext, StoredNotification } from '../domain/notifications.js';

type NotificationRow = Row<'notification'> & { readonly text: string; readonly name: string };

/** Rows or ids in one statement. */
const BATCH_SIZE = 1_000;

/** Continues a page after this notification. */
interface NotificationCursor {
  readonly at: number;
  readonly id: string;
}

const notificationOf = (row: NotificationRow): NotificationWithContext => ({
  id: row.id,
  userId: row.user_id,
  kind: row.kind,
  roomId: row.room_id,
  messageId: row.message_id,
  seq: row.seq,
  byId: row.actor_id,
  at: row.at,
  isRead: row.read_at !== null,
  text: row.text,
  roomName: row.name,
});

/** The user can see the room: as a member, or because it is public and the user isn't banned. */
const isRoomVisible = ({ or, and, exists, not, selectFrom }: ExpressionBuilder<Tables, 'notification'>) => {
  const mine = selectFrom('room_member')
    .select('room_member.room_id')
    .whereRef('room_member.room_id', '=', 'notification.room_id')
    .whereRef('room_member.user_id', '=', 'notification.user_id');
  const open = selectFrom('room as open')
    .select('open.id')
    .whereRef('open.id', '=', 'notification.room_id')
    .where('open.visibility', '=', 'public');
  const banned = selectFrom('room_ban')
    .select('room_ban.room_id')
    .whereRef('room_ban.room_id', '=', 'notification.room_id')
    .whereRef('room_ban.user_id', '=', 'notification.user_id');
  return or([exists(mine), and([exists(open), not(exists(banned))])]);
};

/** Notifications about messages. Those of rooms that the user can no longer see are left out. */
@Injectable()
export class SqlNotifications {
  constructor(private readonly database: Database) {}

  /** The caller leaves out users who already have a notification about the message. */
  async add(notifications: readonly StoredNotification[]): Promise<void> {
    for (let from = 0; from < notifications.length; from += BATCH_SIZE) {
      const rows = notifications.slice(from, from + BATCH_SIZE).map((one) => ({
        id: one.id,
        user_id: one.userId,
        kind: one.kind,
        room_id: one.roomId,
        message_id: one.messageId,
        seq: one.seq,
        actor_id: one.byId,
        at: one.at,
        read_at: null,
      }));
      await this.query.insertInto('notification').values(rows).execute();
    }
  }

  /** Newest first. */
  async page(userId: string, after: NotificationCursor | null, limit: number): Promise<NotificationWithContext[]> {
    let rows = this.withContext().where('notification.user_id', '=', userId).where(isRoomVisible);
    if (after) rows = rows.where(afterKeyset(['notification.at', 'notification.id'], [after.at, after.id], 'desc'));
    const page = rows.orderBy('notification.at', 'desc').orderBy('notification.id', 'desc').limit(limit);
    return (await page.execute()).map(notificationOf);
  }

  async byIds(ids: readonly string[]): Promise<NotificationWithContext[]> {
    if (ids.length === 0) return [];
    return (await this.withContext().where('notification.id', 'in', ids).execute()).map(notificationOf);
  }

  /** @returns the users with a notification about the message */
  async recipientsOf(messageId: string): Promise<ReadonlySet<string>> {
    const rows = this.query.selectFrom('notification').select('user_id').where('message_id', '=', messageId);
    return new Set((await rows.execute()).map(({ user_id }) => user_id));
  }

  /** @returns the number of unread notifications of each user, with one query per 1,000 users */
  async unreadOf(userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const unread = new Map<string, number>(userIds.map((id) => [id, 0]));
    for (let from = 0; from < userIds.length; from += BATCH_SIZE) {
      const rows = await this.query
        .selectFrom('notification')
        .select(({ fn }) => ['user_id', fn.countAll<number>().as('unread')])
        .where('user_id', 'in', userIds.slice(from, from + BATCH_SIZE))
        .where('read_at', 'is', null)
        .where(isRoomVisible)
        .groupBy('user_id')
        .execute();
      for (const row of rows) unread.set(row.user_id, Number(row.unread));
    }
    return unread;
  }

  /** Marks those about messages up to `upToSeq` as read. @returns whether there were any */
  async readIn(roomId: string, userId: string, upToSeq: number, at: number): Promise<boolean> {
    const unread = this.query.updateTable('notification').set({ read_at: at }).where('user_id', '=', userId);
    const inRoom = unread.where('read_at', 'is', null).where('room_id', '=', roomId).where('seq', '<=', upToSeq);
    return (await inRoom.executeTakeFirst()).numUpdatedRows > 0n;
  }

  /** Marks these as read, or all without ids. @returns the rooms of those that were unread */
  async read(userId: string, ids: readonly string[] | undefined, at: number): Promise<string[]> {
    if (ids?.length === 0) return [];
    let unread = this.query.selectFrom('notification').select(['id', 'room_id']).where('user_id', '=', userId);
    unread = unread.where('read_at', 'is', null);
    const rows = await (ids ? unread.where('id', 'in', ids) : unread).execute();
    let update = this.query.updateTable('notification').set({ read_at: at }).where('user_id', '=', userId);
    update = update.where('read_at', 'is', null);
    if (rows.length) await (ids ? update.where('id', 'in', ids) : update).execute();
    return [...new Set(rows.map(({ room_id }) => room_id))];
  }

  /** @returns the users whose notifications about the message were deleted */
  async forgetMessage(messageId: string): Promise<string[]> {
    const userIds = [...(await this.recipientsOf(messageId))];
    if (userIds.length) await this.query.deleteFrom('notification').where('message_id', '=', messageId).execute();
    return userIds;
  }

  /** Deletes the notifications of a user, in one room or in all. */
  async forgetUser(userId: string, roomId?: string): Promise<void> {
    const theirs = this.query.deleteFrom('notification').where('user_id', '=', userId);
    await (roomId === undefined ? theirs : theirs.where('room_id', '=', roomId)).execute();
  }

  private get query() {
    return this.database.query();
  }

  private withContext() {
    return this.query
      .selectFrom('notification')
      .innerJoin('message', 'message.id', 'notification.message_id')
      .innerJoin('room', 'room.id', 'notification.room_id')
      .selectAll('notification')
      .select(['message.text', 'room.name'])
      .where('room.hidden_at', 'is', null);
  }
}
