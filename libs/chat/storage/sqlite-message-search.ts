import { toIdToken, tokenize } from '@visionary/kernel';
import { toFts5Query, type Database } from '@visionary/platform/database';
import { sql } from 'kysely';
import type { NumberSearch, WordRow, MessageSearchTable } from './message-search-table.js';

/** Of every message: what a search asks for that asks for nothing else. */
const EVERY = 'mmm';
/** Whoever belongs to more rooms than this searches all words and keeps what is theirs. */
const ROOMS_NAMED = 64;

/**
 * FTS5 without a copy of the text: `message_search` is all index. Rows come in the order of their numbers at no cost, so a search
 * ends with its page, and the room and the author are words like others.
 */
export class SqliteMessageSearch implements MessageSearchTable {
  constructor(private readonly database: Database) {}

  /** A table without content refuses no number twice. One transaction at a time is at work here, so looking first is enough. */
  async insert({ number, roomId, authorId, text }: WordRow): Promise<boolean> {
    const query = this.database.query();
    const taken = await sql`select 1 from message_search where rowid = ${number}`.execute(query);
    if (taken.rows.length > 0) return false;
    const words = [EVERY, toIdToken('r', roomId), toIdToken('a', authorId), ...tokenize(text)].join(' ');
    await sql`insert into message_search (rowid, words) values (${number}, ${words})`.execute(query);
    return true;
  }

  async remove(number: number): Promise<void> {
    await sql`delete from message_search where rowid = ${number}`.execute(this.database.query());
  }

  async find(search: NumberSearch): Promise<number[]> {
    const { roomId, userId, from, until, limit } = search;
    const mine =
      roomId === null
        ? sql`cross join message on message.search_row_number = message_search.rowid
            cross join room_member on room_member.room_id = message.room_id and room_member.user_id = ${userId}`
        : sql``;
    const where = [
      sql`message_search match ${asked(search)}`,
      ...(from === undefined ? [] : [sql`message_search.rowid >= ${from}`]),
      ...(until === undefined ? [] : [sql`message_search.rowid < ${until}`]),
    ];
    const { rows } = await sql<{ number: number }>`
      select message_search.rowid as number from message_search ${mine} where ${sql.join(where, sql` and `)}
      order by message_search.rowid desc limit ${limit}`.execute(this.database.query());
    return rows.map(({ number }) => number);
  }
}

const asked = ({ terms, authorId, roomId, rooms }: NumberSearch): string => {
  const isNamed = roomId !== null || rooms.length <= ROOMS_NAMED;
  const parts = [
    ...terms.map(toFts5Query),
    ...(authorId === undefined ? [] : [toIdToken('a', authorId)]),
    ...(isNamed ? [`(${rooms.map(({ id }) => toIdToken('r', id)).join(' OR ')})`] : []),
  ];
  return parts.length > 0 ? parts.join(' AND ') : EVERY;
};
