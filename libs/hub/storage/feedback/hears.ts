import { type RawBuilder, sql, type SqlBool } from 'kysely';

/** No block separates the user from the user in the column. */
export const hears = (userId: string, column: string): RawBuilder<SqlBool> => {
  const other = sql.ref(column);
  return sql<SqlBool>`not exists (select 1 from block where
    (user_id = ${userId} and blocked_id = ${other}) or (user_id = ${other} and blocked_id = ${userId}))`;
};
