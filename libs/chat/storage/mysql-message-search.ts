import { toIdToken, type QueryTerm, tokenize } from '@visionary/kernel';
import { toBooleanQuery, type Database, isUniqueViolation, sortLongestFirst } from '@visionary/platform/database';
import { sql } from 'kysely';
import type { IndexRow, MessageSearchTable, NumberSearch, SearchedRoom } from './message-search-table.js';

/** Most events of a room whose token narrows a search. In larger rooms the token matches too many rows. */
const SMALL_ROOM_SIZE = 5_000;
const MAX_NAMED_ROOMS = 64;
/** Newest messages that are sampled to estimate how common the terms are. */
const SAMPLE_SIZE = 60;
/** Messages scanned per requested hit when at least half of the sample matches. */
const SCAN_FACTOR = 3;

/**
 * InnoDB FULLTEXT in boolean mode collects all rows of all tokens before it returns the first. So only the terms are searched,
 * plus the tokens of small rooms; searches without terms use ordinary indexes. Terms that occur in most messages are found by
 * scanning the newest messages.
 */
export class MysqlMessageSearch implements MessageSearchTable {
  constructor(private readonly database: Database) {}

  async insert({ number, roomId, authorId, text }: IndexRow): Promise<boolean> {
    const words = [toIdToken('r', roomId), ...tokenize(text)].join(' ');
    try {
      await sql`insert into message_search (number, room_id, author_id, words)
        values (${number}, ${roomId}, ${authorId}, ${words})`.execute(this.database.query());
      return true;
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      return false;
    }
  }

  async remove(number: number): Promise<void> {
    await sql`delete from message_search where number = ${number}`.execute(this.database.query());
  }

  async find(search: NumberSearch): Promise<number[]> {
    const { roomId, userId, rooms, terms, limit } = search;
    if (terms.length > 0 && (await this.scan(search, SAMPLE_SIZE)).length >= SAMPLE_SIZE / 2) {
      const found = await this.scan(search, limit * SCAN_FACTOR);
      if (found.length >= limit) return found.slice(0, limit);
    }
    const query = [...[...terms].sort(sortLongestFirst).map((term) => toBooleanQuery(term)), ...roomSql(rooms)].join(
      ' ',
    );
    const memberOnly = sql`join room_member on room_member.room_id = message_search.room_id and room_member.user_id = ${userId}`;
    const where = [
      ...(terms.length > 0 ? [sql`match (message_search.words) against (${query} in boolean mode)`] : []),
      ...rangeSql(search),
    ];
    const { rows } = await sql<{ number: number }>`
      select message_search.number from message_search ${roomId === null ? memberOnly : sql``}
      where ${sql.join(where, sql` and `)} order by message_search.number desc limit ${limit}`.execute(
      this.database.query(),
    );
    return rows.map(({ number }) => Number(number));
  }

  /** Scans the newest `count` messages. @returns those with all terms, in rooms of the user, newest first */
  private async scan(search: NumberSearch, count: number): Promise<number[]> {
    const { roomId, userId } = search;
    const memberOnly = sql`join room_member on room_member.room_id = newest.room_id and room_member.user_id = ${userId}`;
    const newest = sql`select message_search.number, message_search.room_id, message_search.words from message_search
      where ${sql.join(rangeSql(search), sql` and `)} order by message_search.number desc limit ${count}`;
    const has = search.terms.map((term) => sql`concat(' ', newest.words, ' ') like ${likeTerm(term)}`);
    const { rows } = await sql<{ number: number }>`
      select newest.number from (${newest}) as newest ${roomId === null ? memberOnly : sql``}
      where ${sql.join(has, sql` and `)} order by newest.number desc`.execute(this.database.query());
    return rows.map(({ number }) => Number(number));
  }
}

/** Tokens are letters and digits, so they need no escaping in LIKE. */
const likeTerm = ({ tokens, isPrefix }: QueryTerm): string => `% ${tokens.join(' ')}${isPrefix ? '' : ' '}%`;

const rangeSql = ({ roomId, authorId, from, until }: NumberSearch) => [
  ...(roomId === null ? [] : [sql`message_search.room_id = ${roomId}`]),
  ...(authorId === undefined ? [] : [sql`message_search.author_id = ${authorId}`]),
  sql`message_search.number >= ${from ?? 0}`,
  ...(until === undefined ? [] : [sql`message_search.number < ${until}`]),
];

const roomSql = (rooms: readonly SearchedRoom[]): string[] =>
  rooms.length <= MAX_NAMED_ROOMS && rooms.every(({ size }) => size <= SMALL_ROOM_SIZE)
    ? [`+(${rooms.map(({ id }) => toIdToken('r', id)).join(' ')})`]
    : [];
