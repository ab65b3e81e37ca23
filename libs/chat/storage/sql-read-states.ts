import { Injectable } from '@nestjs/common';
import type { NotificationLevel, ReadState } from '@visionary/contract';
import { Database, type Row } from '@visionary/platform/database';

/** Ids in one `in (…)`. */
const BATCH_SIZE = 1_000;

/** How far users have read in the rooms they are members of. */
@Injectable()
export class SqlReadStates {
  constructor(private readonly database: Database) {}

  /** @returns the read states of all rooms of a user, with one query */
  async of(userId: string): Promise<ReadState[]> {
    const rows = await this.withCounts().where('room_member.user_id', '=', userId).execute();
    return rows.map(readStateOf);
  }

  /** @returns null for a user who isn't a member */
  async one(userId: string, roomId: string): Promise<ReadState | null> {
    const ownRow = this.withCounts()
      .where('room_member.room_id', '=', roomId)
      .where('room_member.user_id', '=', userId);
    const row = await ownRow.executeTakeFirst();
    return row ? readStateOf(row) : null;
  }

  /** @returns the read states of those users who are members, with one query per 1,000 users */
  async ofUsers(roomId: string, userIds: readonly string[]): Promise<(ReadState & { userId: string })[]> {
    const readStates: (ReadState & { userId: string })[] = [];
    for (let from = 0; from < userIds.length; from += BATCH_SIZE) {
      const batch = userIds.slice(from, from + BATCH_SIZE);
      const rows = this.withCounts()
        .where('room_member.room_id', '=', roomId)
        .where('room_member.user_id', 'in', batch);
      for (const row of await rows.execute()) readStates.push({ ...readStateOf(row), userId: row.user_id });
    }
    return readStates;
  }

  /** Never lowers the read state. @returns whether it changed */
  async raise(roomId: string, userId: string, seq: number): Promise<boolean> {
    const ownRow = this.database.updateTable('room_member').set({ read_seq: seq }).where('room_id', '=', roomId);
    const lowerRow = ownRow.where('user_id', '=', userId).where('read_seq', '<', seq);
    return (await lowerRow.executeTakeFirst()).numUpdatedRows > 0n;
  }

  async set(roomId: string, userId: string, readSeq: number): Promise<void> {
    await this.change(roomId, userId, { read_seq: readSeq });
  }

  async setNotificationLevel(roomId: string, userId: string, notify: NotificationLevel): Promise<void> {
    await this.change(roomId, userId, { notify });
  }

  private async change(roomId: string, userId: string, columns: Partial<Row<'room_member'>>): Promise<void> {
    const ownRow = this.database.updateTable('room_member').set(columns).where('room_id', '=', roomId);
    await ownRow.where('user_id', '=', userId).execute();
  }

  /**
   * Counts with indexes only: messages after the read state, those by blocked users, and unread notifications. Messages
   * that wait for the user's acceptance don't count at all.
   */
  private withCounts() {
    return this.database.selectFrom('room_member').select(({ selectFrom, fn }) => [
      'room_member.room_id',
      'room_member.user_id',
      'room_member.read_seq',
      'room_member.notify',
      selectFrom('message')
        .select(fn.countAll<number>().as('count'))
        .whereRef('message.room_id', '=', 'room_member.room_id')
        .whereRef('message.seq', '>', 'room_member.read_seq')
        .whereRef('message.author_id', '!=', 'room_member.user_id')
        .where('message.deleted_at', 'is', null)
        .as('others'),
      selectFrom('direct_room')
        .select('direct_room.requester_id')
        .whereRef('direct_room.room_id', '=', 'room_member.room_id')
        .whereRef('direct_room.requester_id', '!=', 'room_member.user_id')
        .as('requester'),
      selectFrom('block')
        .crossJoin('message')
        .select(fn.countAll<number>().as('count'))
        .whereRef('block.user_id', '=', 'room_member.user_id')
        .whereRef('message.author_id', '=', 'block.blocked_id')
        .whereRef('message.room_id', '=', 'room_member.room_id')
        .whereRef('message.seq', '>', 'room_member.read_seq')
        .where('message.deleted_at', 'is', null)
        .as('blocked'),
      selectFrom('notification')
        .select(fn.countAll<number>().as('count'))
        .whereRef('notification.user_id', '=', 'room_member.user_id')
        .where('notification.read_at', 'is', null)
        .whereRef('notification.room_id', '=', 'room_member.room_id')
        // Notifications about takes of the room have none.
        .where('notification.seq', 'is not', null)
        .as('mentions'),
    ]);
  }
}

interface CountedRow {
  readonly room_id: string;
  readonly read_seq: number;
  readonly notify: NotificationLevel;
  readonly others: number | null;
  readonly blocked: number | null;
  /** A stranger whose messages wait for the user's acceptance. */
  readonly requester: string | null;
  readonly mentions: number | null;
}

const readStateOf = ({
  room_id,
  read_seq,
  others,
  blocked,
  requester,
  mentions,
  notify: notificationLevel,
}: CountedRow): ReadState => ({
  roomId: room_id,
  readSeq: read_seq,
  unread: requester === null ? Number(others) - Number(blocked) : 0,
  mentions: requester === null ? Number(mentions) : 0,
  notificationLevel,
});
