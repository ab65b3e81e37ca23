import type { Database } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';

/** Runs in the transaction that removes the posts, before they are removed. */
export const removeFromSearchIndex = async (database: Database, postIds: readonly string[]): Promise<void> => {
  if (postIds.length === 0) return;
  const numbers = sql`select search_row_number from post where id in (${sql.join([...postIds])}) and search_row_number is not null`;
  const column: RawBuilder<number> = database.dialect === 'sqlite' ? sql`rowid` : sql`number`;
  await sql`delete from post_search where ${column} in (${numbers})`.execute(database.query());
};
