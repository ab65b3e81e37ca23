import { type RawBuilder, sql } from 'kysely';

/**
 * Condition for keyset pagination over two columns, of which the second breaks ties.
 * @param position values of the last row of the previous page
 * @param direction order of both columns
 */
export const afterKeyset = (
  columns: readonly [string, string],
  position: readonly [string | number, string | number],
  direction: 'asc' | 'desc',
): RawBuilder<boolean> => {
  const [first, second] = [sql.ref(columns[0]), sql.ref(columns[1])];
  const comparison = sql.raw(direction === 'asc' ? '>' : '<');
  return sql`(${first} ${comparison} ${position[0]} or (${first} = ${position[0]} and ${second} ${comparison} ${position[1]}))`;
};
