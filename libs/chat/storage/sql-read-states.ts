import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type ReadState, ReadStates, type NotifyLevel } from '../domain/read-states.js';
import type { ChatTables, RoomDirectoryTables } from './tables.js';

/** Names in one question of `in (…)`. */
const USERS_AT_ONCE = 1_000;

@Injectable()
export class SqlReadStates extends ReadStates {
  constructor(private readonly database: Database) {
    super();
  }

  async of(userId: string): Promise<ReadState[]> {
    const rows = await this.counted().where('room_member.user_id', '=', userId).execute();
    return rows.map(markOf);
  }

  async one(userId: string, roomId: string): Promise<ReadState | null> {
    const mine = this.counted().where('room_member.room_id', '=', roomId).where('room_member.user_id', '=', userId);
    const row = await mine.executeTakeFirst();
    return row ? markOf(row) : null;
  }

  async ofUsers(roomId: string, userIds: readonly string[]): Promise<(ReadState & { userId: string })[]> {
    const marks: (ReadState & { userId: string })[] = [];
    for (let from = 0; from < userIds.length; from += USERS_AT_ONCE) {
      const some = userIds.slice(from, from + USERS_AT_ONCE);
      const rows = this.counted().where('room_member.room_id', '=', roomId).where('room_member.user_id', 'in', some);
      for (const row of await rows.execute()) marks.push({ ...markOf(row), userId: row.user_id });
    }
    return marks;
  }

  async raise(roomId: string, userId: string, seq: number): Promise<boolean> {
    const mine = this.query.updateTable('room_member').set({ read_seq: seq }).where('room_id', '=', roomId);
    const lower = mine.where('user_id', '=', userId).where('read_seq', '<', seq);
    return (await lower.executeTakeFirst()).numUpdatedRows > 0n;
  }

  async set(roomId: string, userId: string, readSeq: number): Promise<void> {
    await this.change(roomId, userId, { read_seq: readSeq });
  }

  async setNotify(roomId: string, userId: string, notify: NotifyLevel): Promise<void> {
    await this.change(roomId, userId, { notify });
  }

  private get query() {
    return this.database.query<ChatTables & RoomDirectoryTables>();
  }

  private async change(
    roomId: string,
    userId: string,
    columns: Partial<RoomDirectoryTables['room_member']>,
  ): Promise<void> {
    const mine = this.query.updateTable('room_member').set(columns).where('room_id', '=', roomId);
    await mine.where('user_id', '=', userId).execute();
  }

  /** All is counted in indexes alone: what lies after the mark, how much of it is by users one has blocked, and what is not read. */
  private counted() {
    return this.query
      .selectFrom('room_member')
      .select(({ selectFrom, fn }) => [
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
          .as('said'),
        selectFrom('block')
          .crossJoin('message')
          .select(fn.countAll<number>().as('count'))
          .whereRef('block.user_id', '=', 'room_member.user_id')
          .whereRef('message.author_id', '=', 'block.blocked_id')
          .whereRef('message.room_id', '=', 'room_member.room_id')
          .whereRef('message.seq', '>', 'room_member.read_seq')
          .where('message.deleted_at', 'is', null)
          .as('unheard'),
        selectFrom('notification')
          .select(fn.countAll<number>().as('count'))
          .whereRef('notification.user_id', '=', 'room_member.user_id')
          .where('notification.read_at', 'is', null)
          .whereRef('notification.room_id', '=', 'room_member.room_id')
          .as('mentions'),
      ]);
  }
}

interface CountedRow {
  readonly room_id: string;
  readonly read_seq: number;
  readonly notify: NotifyLevel;
  readonly said: number | null;
  readonly unheard: number | null;
  readonly mentions: number | null;
}

const markOf = ({ room_id, read_seq, said, unheard, mentions, notify: notificationLevel }: CountedRow): ReadState => ({
  roomId: room_id,
  readSeq: read_seq,
  unread: Number(said) - Number(unheard),
  mentions: Number(mentions),
  notificationLevel,
});
