import { type RawBuilder, sql } from 'kysely';

/**
 * Rows that stand after a place in the order of two columns, the second of which tells equals apart: where a page goes on.
 * @param place values of the last row before them
 * @param direction in which both columns are ordered
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
