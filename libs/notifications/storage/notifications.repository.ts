import { Injectable } from '@nestjs/common';
import { afterKeyset, Database, type Row, type Tables } from '@visionary/platform/database';
import type { ExpressionBuilder } from 'kysely';
import type { Notification, NotificationKind } from '../domain/notification.js';

type NotificationRow = Row<'notification'>;

/** Selects notifications. */
export type NotificationFilter =
  | { readonly ids: readonly string[] }
  | { readonly userId: string; readonly roomId?: string }
  /** About these subjects, or about what belongs to them. */
  | { readonly aboutIds: readonly string[] };

export type NotificationInRoom = Notification & { readonly roomName: string | null };

export type BundleFilter = { readonly userIds: readonly string[] } | { readonly subjectIds: readonly string[] };

/** Selects unread notifications of one user. */
export type UnreadFilter =
  | { readonly ids?: readonly string[] | undefined }
  | { readonly roomId: string; readonly upToSeq: number };

type Recipient = Pick<Notification, 'userId' | 'roomId'>;

/** Rows or ids in one statement. */
const BATCH_SIZE = 1_000;

/** Belongs to no room, or to a room that its user can see: as a member, or because it is public and the user isn't banned. */
const isInVisibleRoom = ({ eb, or, exists, selectFrom }: ExpressionBuilder<Tables, 'notification'>) =>
  or([
    eb('notification.room_id', 'is', null),
    exists(
      selectFrom('room')
        .leftJoin('room_member', (join) =>
          join.onRef('room_member.room_id', '=', 'room.id').onRef('room_member.user_id', '=', 'notification.user_id'),
        )
        .leftJoin('room_ban', (join) =>
          join.onRef('room_ban.room_id', '=', 'room.id').onRef('room_ban.user_id', '=', 'notification.user_id'),
        )
        .select('room.id')
        .whereRef('room.id', '=', 'notification.room_id')
        .where('room.hidden_at', 'is', null)
        .where('room_ban.user_id', 'is', null)
        .where((room) =>
          room.or([room('room_member.user_id', 'is not', null), room('room.visibility', '=', 'public')]),
        ),
    ),
  ]);

/** What it is about isn't hidden by a moderator, and its user can see its room. */
const isVisible = (row: ExpressionBuilder<Tables, 'notification'>) =>
  row.and([row('notification.hidden_at', 'is', null), isInVisibleRoom(row)]);

/** Notifications of all users. Reads leave out those of rooms that their user can't see. */
@Injectable()
export class NotificationsRepository {
  constructor(private readonly database: Database) {}

  async add(notifications: readonly Notification[]): Promise<void> {
    for (let from = 0; from < notifications.length; from += BATCH_SIZE) {
      const rows = notifications.slice(from, from + BATCH_SIZE).map(rowOf);
      await this.database.insertInto('notification').values(rows).execute();
    }
  }

  /** Newest first. */
  async page(
    userId: string,
    after: Pick<Notification, 'at' | 'id'> | null,
    limit: number,
  ): Promise<NotificationInRoom[]> {
    let rows = this.withRoom.where('notification.user_id', '=', userId).where(isVisible);
    if (after) rows = rows.where(afterKeyset(['notification.at', 'notification.id'], [after.at, after.id], 'desc'));
    const page = rows.orderBy('notification.at', 'desc').orderBy('notification.id', 'desc').limit(limit);
    return (await page.execute()).map(notificationInRoomOf);
  }

  async byIds(ids: readonly string[]): Promise<NotificationInRoom[]> {
    if (ids.length === 0) return [];
    const rows = this.withRoom.where('notification.id', 'in', ids).where(isVisible);
    return (await rows.execute()).map(notificationInRoomOf);
  }

  /** @returns the number of unread notifications of each user, with one query per 1,000 users */
  async unreadOf(userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const unread = new Map<string, number>(userIds.map((id) => [id, 0]));
    for (let from = 0; from < userIds.length; from += BATCH_SIZE) {
      const rows = await this.database
        .selectFrom('notification')
        .select(({ fn }) => ['user_id', fn.countAll<number>().as('unread')])
        .where('user_id', 'in', userIds.slice(from, from + BATCH_SIZE))
        .where('read_at', 'is', null)
        .where(isVisible)
        .groupBy('user_id')
        .execute();
      for (const row of rows) unread.set(row.user_id, Number(row.unread));
    }
    return unread;
  }

  /** @returns those that were unread */
  async markRead(userId: string, filter: UnreadFilter, at: number): Promise<Recipient[]> {
    let unread = this.database.selectFrom('notification').select(['id', 'room_id']).where('user_id', '=', userId);
    unread = unread.where('read_at', 'is', null).where('hidden_at', 'is', null);
    if ('upToSeq' in filter) unread = unread.where('room_id', '=', filter.roomId).where('seq', '<=', filter.upToSeq);
    else if (filter.ids) {
      if (filter.ids.length === 0) return [];
      unread = unread.where('id', 'in', filter.ids);
    }
    const rows = await unread.execute();
    for (let from = 0; from < rows.length; from += BATCH_SIZE) {
      const ids = rows.slice(from, from + BATCH_SIZE).map(({ id }) => id);
      await this.database.updateTable('notification').set({ read_at: at }).where('id', 'in', ids).execute();
    }
    return rows.map(({ room_id: roomId }) => ({ userId, roomId }));
  }

  /** Marks unread notifications of these kinds about a subject as read. @returns their users */
  async markSubjectRead(subjectId: string, kinds: readonly NotificationKind[], at: number): Promise<Recipient[]> {
    const rows = this.database.selectFrom('notification').select(['user_id', 'room_id']);
    const unread = rows.where('subject_id', '=', subjectId).where('kind', 'in', kinds).where('read_at', 'is', null);
    const recipients = await unread.execute();
    if (recipients.length === 0) return [];
    const update = this.database.updateTable('notification').set({ read_at: at }).where('subject_id', '=', subjectId);
    await update.where('kind', 'in', kinds).where('read_at', 'is', null).execute();
    return recipients.map(({ user_id: userId, room_id: roomId }) => ({ userId, roomId }));
  }

  /** @returns those users who have an unbundled notification about the subject, with one query per 1,000 users */
  async recipientsAmong(subjectId: string, userIds: readonly string[]): Promise<ReadonlySet<string>> {
    const recipients = new Set<string>();
    for (let from = 0; from < userIds.length; from += BATCH_SIZE) {
      const rows = this.database.selectFrom('notification').select('user_id').where('subject_id', '=', subjectId);
      const matching = rows
        .where('user_id', 'in', userIds.slice(from, from + BATCH_SIZE))
        .where('bundle_key', 'is', null);
      for (const { user_id } of await matching.execute()) recipients.add(user_id);
    }
    return recipients;
  }

  async unreadBundle(userId: string, bundleKey: string): Promise<Notification | null> {
    const rows = this.all.where('user_id', '=', userId).where('bundle_key', '=', bundleKey);
    const row = await rows.where('read_at', 'is', null).executeTakeFirst();
    return row ? notificationOf(row) : null;
  }

  /** Unread bundles of a kind, in the order of subjects. */
  async unreadBundles(kind: NotificationKind, filter: BundleFilter): Promise<Notification[]> {
    const [column, ids] =
      'userIds' in filter ? (['user_id', filter.userIds] as const) : (['subject_id', filter.subjectIds] as const);
    const bundles: Notification[] = [];
    for (let from = 0; from < ids.length; from += BATCH_SIZE) {
      const rows = this.all.where(column, 'in', ids.slice(from, from + BATCH_SIZE)).where('kind', '=', kind);
      const unread = rows.where('read_at', 'is', null).where('bundle_key', 'is not', null).orderBy('subject_id');
      bundles.push(...(await unread.execute()).map(notificationOf));
    }
    return bundles;
  }

  /** @returns false when it was read or deleted meanwhile */
  async updateUnread(bundle: Notification): Promise<boolean> {
    const { actor_ids, count, subject_id, facts, created_at, at } = rowOf(bundle);
    const update = this.database
      .updateTable('notification')
      .set({ actor_ids, count, subject_id, facts, created_at, at });
    const unread = update.where('id', '=', bundle.id).where('read_at', 'is', null);
    return (await unread.executeTakeFirst()).numUpdatedRows > 0n;
  }

  /** @returns the users of the unread ones */
  async delete(filter: NotificationFilter): Promise<Recipient[]> {
    const unread: Recipient[] = [];
    for (const where of conditionsOf(filter)) {
      const rows = this.database.selectFrom('notification').select(['user_id', 'room_id']).where(where);
      for (const row of await rows.where('read_at', 'is', null).execute()) {
        unread.push({ userId: row.user_id, roomId: row.room_id });
      }
      await this.database.deleteFrom('notification').where(where).execute();
    }
    return unread;
  }

  /** @param at null shows them again. @returns those that changed */
  async setHidden(filter: NotificationFilter, at: number | null): Promise<(Recipient & { isUnread: boolean })[]> {
    const changed: (Recipient & { isUnread: boolean })[] = [];
    for (const where of conditionsOf(filter)) {
      const rows = this.database.selectFrom('notification').select(['user_id', 'room_id', 'read_at']).where(where);
      for (const row of await rows.where('hidden_at', at === null ? 'is not' : 'is', null).execute()) {
        changed.push({ userId: row.user_id, roomId: row.room_id, isUnread: row.read_at === null });
      }
      await this.database.updateTable('notification').set({ hidden_at: at }).where(where).execute();
    }
    return changed;
  }

  /** Of these kinds, read and unread. */
  async aboutSubjects(kinds: readonly NotificationKind[], subjectIds: readonly string[]): Promise<Notification[]> {
    if (subjectIds.length === 0) return [];
    return (await this.all.where('subject_id', 'in', subjectIds).where('kind', 'in', kinds).execute()).map(
      notificationOf,
    );
  }

  async setFacts(id: string, facts: object): Promise<void> {
    const text = JSON.stringify(facts);
    await this.database.updateTable('notification').set({ facts: text }).where('id', '=', id).execute();
  }

  /** In the order of ids, which is the order of time. Also those of rooms that the user can't see. */
  async ofUser(userId: string, afterId: string, limit: number): Promise<Notification[]> {
    const rows = this.all.where('user_id', '=', userId).where('id', '>', afterId).where('hidden_at', 'is', null);
    return (await rows.orderBy('id').limit(limit).execute()).map(notificationOf);
  }

  private get withRoom() {
    return this.all.leftJoin('room', 'room.id', 'notification.room_id').select('room.name as room_name');
  }

  private get all() {
    return this.database.selectFrom('notification').selectAll('notification');
  }
}

type Condition = (
  row: ExpressionBuilder<Tables, 'notification'>,
) => ReturnType<ExpressionBuilder<Tables, 'notification'>['and']>;

/** One condition for each index. */
const conditionsOf = (filter: NotificationFilter): Condition[] => {
  if ('userId' in filter) {
    const { userId, roomId } = filter;
    return [
      ({ eb, and }) => and([eb('user_id', '=', userId), ...(roomId === undefined ? [] : [eb('room_id', '=', roomId)])]),
    ];
  }
  const ids = 'ids' in filter ? filter.ids : filter.aboutIds;
  if (ids.length === 0) return [];
  const columns = 'ids' in filter ? (['id'] as const) : (['subject_id', 'parent_id'] as const);
  return columns.map(
    (column) =>
      ({ eb, and }) =>
        and([eb(column, 'in', ids)]),
  );
};

const numberOrNull = (value: number | null): number | null => (value === null ? null : Number(value));

const notificationOf = (row: NotificationRow): Notification => ({
  id: row.id,
  userId: row.user_id,
  kind: row.kind,
  bundleKey: row.bundle_key,
  roomId: row.room_id,
  subjectId: row.subject_id,
  parentId: row.parent_id,
  seq: row.seq,
  actorIds: JSON.parse(row.actor_ids) as string[],
  count: row.count,
  facts: JSON.parse(row.facts) as object,
  createdAt: Number(row.created_at),
  at: Number(row.at),
  readAt: numberOrNull(row.read_at),
});

const notificationInRoomOf = (row: NotificationRow & { readonly room_name: string | null }): NotificationInRoom => ({
  ...notificationOf(row),
  roomName: row.room_name,
});

const rowOf = (notification: Notification): NotificationRow => ({
  id: notification.id,
  user_id: notification.userId,
  kind: notification.kind,
  bundle_key: notification.bundleKey,
  room_id: notification.roomId,
  subject_id: notification.subjectId,
  parent_id: notification.parentId,
  seq: notification.seq,
  actor_ids: JSON.stringify(notification.actorIds),
  count: notification.count,
  facts: JSON.stringify(notification.facts),
  created_at: notification.createdAt,
  at: notification.at,
  read_at: notification.readAt,
  hidden_at: null,
});
