import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import type { Selectable } from 'kysely';
import { Messages, type StoredMessage } from '../domain/messages.js';
import type { ChatTables } from './tables.js';

const messageOf = (row: Selectable<ChatTables['message']>): StoredMessage => ({
  id: row.id,
  roomId: row.room_id,
  seq: row.seq,
  authorId: row.author_id,
  clientId: row.client_id,
  text: row.text,
  at: row.at,
});

@Injectable()
export class SqlMessages extends Messages {
  constructor(private readonly database: Database) {
    super();
  }

  async add({ id, roomId, seq, authorId, clientId, text, at }: StoredMessage): Promise<void> {
    const row = { id, room_id: roomId, seq, author_id: authorId, client_id: clientId, text, at };
    await this.query.insertInto('message').values(row).execute();
  }

  async exists(roomId: string, messageId: string): Promise<boolean> {
    const found = this.query.selectFrom('message').select('id').where('id', '=', messageId);
    return (await found.where('room_id', '=', roomId).executeTakeFirst()) !== undefined;
  }

  async before(roomId: string, beforeSeq: number, limit: number): Promise<StoredMessage[]> {
    const rows = await this.query
      .selectFrom('message')
      .selectAll()
      .where('room_id', '=', roomId)
      .where('seq', '<', beforeSeq)
      .orderBy('seq', 'desc')
      .limit(limit)
      .execute();
    return rows.map(messageOf);
  }

  async newestOf(roomIds: readonly string[]): Promise<StoredMessage[]> {
    if (roomIds.length === 0) return [];
    const newest = this.query
      .selectFrom('message')
      .select(({ fn }) => ['room_id', fn.max('seq').as('seq')])
      .where('room_id', 'in', roomIds)
      .groupBy('room_id');
    const rows = await this.query
      .selectFrom('message')
      .innerJoin(newest.as('newest'), (join) =>
        join.onRef('newest.room_id', '=', 'message.room_id').onRef('newest.seq', '=', 'message.seq'),
      )
      .selectAll('message')
      .execute();
    return rows.map(messageOf);
  }

  private get query() {
    return this.database.query<ChatTables>();
  }
}
