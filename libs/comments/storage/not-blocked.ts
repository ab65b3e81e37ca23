import { type RawBuilder, sql, type SqlBool } from 'kysely';

/** No block between this user and the user in the column, in either direction. */
export const notBlocked = (userId: string, column: string): RawBuilder<SqlBool> => {
  const other = sql.ref(column);
  return sql<SqlBool>`not exists (select 1 from block where user_id = ${userId} and blocked_id = ${other})
    and not exists (select 1 from block where user_id = ${other} and blocked_id = ${userId})`;
};
