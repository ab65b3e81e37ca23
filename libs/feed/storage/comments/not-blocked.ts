import { type RawBuilder, sql, type SqlBool } from 'kysely';

/** Neither this user nor whoever stands in the column has blocked the other. */
export const notBlocked = (userId: string, column: string): RawBuilder<SqlBool> => {
  const other = sql.ref(column);
  return sql<SqlBool>`not exists (select 1 from block where user_id = ${userId} and blocked_id = ${other})
    and not exists (select 1 from block where user_id = ${other} and blocked_id = ${userId})`;
};
