import { toIdToken, tokenize } from '@visionary/kernel';
import { toFts5Query, type Database } from '@visionary/platform/database';
import { sql } from 'kysely';
import type { IndexRow, MessageSearchTable, NumberSearch } from './message-search-table.js';

/** A token of every message, for searches without any other token. */
const ANY_TOKEN = 'mmm';
/** A member of more rooms searches all messages and filters by membership afterwards. */
const MAX_NAMED_ROOMS = 64;

/**
 * Contentless FTS5: `message_search` holds the index only. Rows come in the order of their numbers, so a search stops at the end
 * of its page. Room and author are indexed as tokens.
 */
export class SqliteMessageSearch implements MessageSearchTable {
  constructor(private readonly database: Database) {}

  /** A contentless table doesn't reject duplicate numbers. SQLite runs one transaction at a time, so a prior check is safe. */
  async insert({ number, roomId, authorId, text }: IndexRow): Promise<boolean> {
    const query = this.database.query();
    const taken = await sql`select 1 from message_search where rowid = ${number}`.execute(query);
    if (taken.rows.length > 0) return false;
    const words = [ANY_TOKEN, toIdToken('r', roomId), toIdToken('a', authorId), ...tokenize(text)].join(' ');
    await sql`insert into message_search (rowid, words) values (${number}, ${words})`.execute(query);
    return true;
  }

  async remove(number: number): Promise<void> {
    await sql`delete from message_search where rowid = ${number}`.execute(this.database.query());
  }

  async find(search: NumberSearch): Promise<number[]> {
    const { roomId, userId, from, until, limit } = search;
    const memberOnly =
      roomId === null
        ? sql`cross join message on message.search_row_number = message_search.rowid
            cross join room_member on room_member.room_id = message.room_id and room_member.user_id = ${userId}`
        : sql``;
    const where = [
      sql`message_search match ${queryOf(search)}`,
      ...(from === undefined ? [] : [sql`message_search.rowid >= ${from}`]),
      ...(until === undefined ? [] : [sql`message_search.rowid < ${until}`]),
    ];
    const { rows } = await sql<{ number: number }>`
      select message_search.rowid as number from message_search ${memberOnly} where ${sql.join(where, sql` and `)}
      order by message_search.rowid desc limit ${limit}`.execute(this.database.query());
    return rows.map(({ number }) => number);
  }
}

const queryOf = ({ terms, authorId, roomId, rooms }: NumberSearch): string => {
  const isNamed = roomId !== null || rooms.length <= MAX_NAMED_ROOMS;
  const parts = [
    ...terms.map(toFts5Query),
    ...(authorId === undefined ? [] : [toIdToken('a', authorId)]),
    ...(isNamed ? [`(${rooms.map(({ id }) => toIdToken('r', id)).join(' OR ')})`] : []),
  ];
  return parts.length > 0 ? parts.join(' AND ') : ANY_TOKEN;
};
