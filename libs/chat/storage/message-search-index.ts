import { Injectable } from '@nestjs/common';
import { Database, rowNumberOf, SLOTS, slotOfId, firstRowNumberOf } from '@visionary/platform/database';
import type { StoredMessage } from '../domain/message.js';
import { messageOf } from './message-row.js';
import { MysqlMessageSearch } from './mysql-message-search.js';
import { SqliteMessageSearch } from './sqlite-message-search.js';
import type { MessageQuery, MessageSearchTable, SearchedRoom } from './message-search-table.js';

type IndexedMessage = Pick<StoredMessage, 'id' | 'roomId' | 'authorId' | 'text' | 'at'>;

export interface MessageHits {
  /** Newest first. `position` grows with time. */
  readonly hits: readonly { readonly messageId: string; readonly position: number }[];
  readonly total: number;
}

/** Full-text index of messages. Rows are numbered by time, so that the newest hits come first without sorting. */
@Injectable()
export class MessageSearchIndex {
  private readonly table: MessageSearchTable;

  constructor(private readonly database: Database) {
    this.table = database.dialect === 'sqlite' ? new SqliteMessageSearch(database) : new MysqlMessageSearch(database);
  }

  /** @returns its row number */
  async add(message: IndexedMessage): Promise<number> {
    const slot = slotOfId(message.id);
    for (let next = slot; next < slot + SLOTS; next++) {
      const number = rowNumberOf(message.at, next);
      if (await this.table.insert({ ...message, number })) return number;
    }
    throw new Error(`no free row number at ${message.at}`);
  }

  async change(message: IndexedMessage): Promise<void> {
    const number = await this.numberOf(message.id);
    if (number === null) return;
    await this.table.remove(number);
    await this.table.insert({ ...message, number });
  }

  async remove(messageId: string): Promise<void> {
    const number = await this.numberOf(messageId);
    if (number !== null) await this.table.remove(number);
  }

  /** Adds messages that aren't indexed yet. @returns how many, at most `limit` */
  async backfill(limit: number): Promise<number> {
    const rows = await this.database
      .selectFrom('message')
      .selectAll()
      .where('search_row_number', 'is', null)
      .where('deleted_at', 'is', null)
      .limit(limit)
      .execute();
    for (const message of rows.map(messageOf)) {
      const number = await this.add(message);
      const unnumbered = this.database
        .updateTable('message')
        .set({ search_row_number: number })
        .where('id', '=', message.id);
      const { numUpdatedRows } = await unnumbered.where('search_row_number', 'is', null).executeTakeFirst();
      // Another node has indexed it.
      if (numUpdatedRows === 0n) await this.table.remove(number);
    }
    return rows.length;
  }

  /** The first page is the beginning of the counted hits, so it takes one search. */
  async find({ before, from, until, maxTotal, ...search }: MessageQuery): Promise<MessageHits> {
    const rooms = await this.roomsOf(search);
    if (rooms.length === 0) return { hits: [], total: 0 };
    const end = until === undefined ? undefined : firstRowNumberOf(until);
    const within = { ...search, rooms, from: from === undefined ? undefined : firstRowNumberOf(from) };
    const counted = await this.table.find({ ...within, until: end, limit: maxTotal });
    const page =
      before === null
        ? counted.slice(0, search.limit)
        : await this.table.find({ ...within, until: Math.min(before, end ?? before) });
    return { hits: await this.hitsOf(page), total: counted.length };
  }

  private async hitsOf(numbers: readonly number[]): Promise<MessageHits['hits']> {
    if (numbers.length === 0) return [];
    const rows = await this.database
      .selectFrom('message')
      .select(['id', 'search_row_number'])
      .where('search_row_number', 'in', numbers)
      .execute();
    const ids = new Map(rows.map(({ id, search_row_number }) => [Number(search_row_number), id]));
    return numbers
      .map((position) => ({ position, messageId: ids.get(position) ?? '' }))
      .filter(({ messageId }) => messageId);
  }

  private async numberOf(messageId: string): Promise<number | null> {
    const row = await this.database
      .selectFrom('message')
      .select('search_row_number')
      .where('id', '=', messageId)
      .executeTakeFirst();
    return row?.search_row_number ?? null;
  }

  private async roomsOf({ roomId, userId }: Pick<MessageQuery, 'roomId' | 'userId'>): Promise<SearchedRoom[]> {
    const rooms = this.database.selectFrom('room').select(['room.id', 'room.last_seq as size']);
    if (roomId !== null) return rooms.where('room.id', '=', roomId).execute();
    const ownRooms = rooms.innerJoin('room_member', 'room_member.room_id', 'room.id');
    return ownRooms
      .where('room_member.user_id', '=', userId ?? '')
      .where('room.hidden_at', 'is', null)
      .execute();
  }
}
