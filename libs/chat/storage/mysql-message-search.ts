import { toIdToken, type QueryTerm, tokenize } from '@visionary/kernel';
import { toBooleanQuery, type Database, isUniqueViolation, sortLongestFirst } from '@visionary/platform/database';
import { sql } from 'kysely';
import type { NumberSearch, SearchedRoom, WordRow, MessageSearchTable } from './message-search-table.js';

/** A room with no more events than this is found by its word; one with more holds much of what its other words find. */
const SMALL_ROOM = 5_000;
const ROOMS_NAMED = 64;
/** So many of the newest messages tell whether most of a room has the words. */
const SAMPLE = 60;
/** Where most has them, a page is full before so many times as many were looked at. */
const WALKED = 3;

/**
 * InnoDB's FULLTEXT, in boolean mode: it gathers all rows of all words before it gives the first. So it is asked for words
 * alone, and only of small rooms also for theirs; what has no words goes by ordinary indexes. Words that stand in most messages
 * of a room, or of all that is said, are found by walking through it from its end.
 */
export class MysqlMessageSearch implements MessageSearchTable {
  constructor(private readonly database: Database) {}

  async insert({ number, roomId, authorId, text }: WordRow): Promise<boolean> {
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
    if (terms.length > 0 && (await this.walk(search, SAMPLE)).length >= SAMPLE / 2) {
      const walked = await this.walk(search, limit * WALKED);
      if (walked.length >= limit) return walked.slice(0, limit);
    }
    const asked = [...[...terms].sort(sortLongestFirst).map((term) => toBooleanQuery(term)), ...roomSql(rooms)].join(
      ' ',
    );
    const mine = sql`join room_member on room_member.room_id = message_search.room_id and room_member.user_id = ${userId}`;
    const where = [
      ...(terms.length > 0 ? [sql`match (message_search.words) against (${asked} in boolean mode)`] : []),
      ...placesSql(search),
    ];
    const { rows } = await sql<{ number: number }>`
      select message_search.number from message_search ${roomId === null ? mine : sql``}
      where ${sql.join(where, sql` and `)} order by message_search.number desc limit ${limit}`.execute(
      this.database.query(),
    );
    return rows.map(({ number }) => Number(number));
  }

  /** The newest `count` of a room, or of all there are, and of these what is theirs and has all the words, newest first. */
  private async walk(search: NumberSearch, count: number): Promise<number[]> {
    const { roomId, userId } = search;
    const mine = sql`join room_member on room_member.room_id = newest.room_id and room_member.user_id = ${userId}`;
    const newest = sql`select message_search.number, message_search.room_id, message_search.words from message_search
      where ${sql.join(placesSql(search), sql` and `)} order by message_search.number desc limit ${count}`;
    const has = search.terms.map((term) => sql`concat(' ', newest.words, ' ') like ${likeTerm(term)}`);
    const { rows } = await sql<{ number: number }>`
      select newest.number from (${newest}) as newest ${roomId === null ? mine : sql``}
      where ${sql.join(has, sql` and `)} order by newest.number desc`.execute(this.database.query());
    return rows.map(({ number }) => Number(number));
  }
}

/** Tokens are letters and digits: none is a sign of LIKE's. */
const likeTerm = ({ tokens, isPrefix }: QueryTerm): string => `% ${tokens.join(' ')}${isPrefix ? '' : ' '}%`;

const placesSql = ({ roomId, authorId, from, until }: NumberSearch) => [
  ...(roomId === null ? [] : [sql`message_search.room_id = ${roomId}`]),
  ...(authorId === undefined ? [] : [sql`message_search.author_id = ${authorId}`]),
  sql`message_search.number >= ${from ?? 0}`,
  ...(until === undefined ? [] : [sql`message_search.number < ${until}`]),
];

const roomSql = (rooms: readonly SearchedRoom[]): string[] =>
  rooms.length <= ROOMS_NAMED && rooms.every(({ size }) => size <= SMALL_ROOM)
    ? [`+(${rooms.map(({ id }) => toIdToken('r', id)).join(' ')})`]
    : [];
