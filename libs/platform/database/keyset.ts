import { type RawBuilder, sql } from 'kysely';

/**
 * Condition for keyset pagination over two columns, of which the second breaks ties.
 * @param place values of the last row of the previous page
 * @param direction order of both columns
 */
export const afterKeyset = (
  columns: readonly [string, string],
  place: readonly [string | number, string | number],
  direction: 'asc' | 'desc',
): RawBuilder<boolean> => {
  const [first, second] = [sql.ref(columns[0]), sql.ref(columns[1])];
  const beyond = sql.raw(direction === 'asc' ? '>' : '<');
  return sql`(${first} ${beyond} ${place[0]} or (${first} = ${place[0]} and ${second} ${beyond} ${place[1]}))`;
};
