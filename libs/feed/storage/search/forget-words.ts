import type { Database } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';

/** In the transaction that removes these posts, before it does: no search finds them any more. */
export const removeFromSearchIndex = async (database: Database, postIds: readonly string[]): Promise<void> => {
  if (postIds.length === 0) return;
  const theirs = sql`select search_row_number from post where id in (${sql.join([...postIds])}) and search_row_number is not null`;
  const column: RawBuilder<number> = database.dialect === 'sqlite' ? sql`rowid` : sql`number`;
  await sql`delete from post_search where ${column} in (${theirs})`.execute(database.query());
};
