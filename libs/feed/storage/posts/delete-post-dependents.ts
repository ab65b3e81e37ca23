import type { Database } from '@visionary/platform/database';
import { removeFromSearchIndex } from '../search/remove-from-search-index.js';

const DEPENDENT_TABLES = ['post_tag', 'post_lora', 'post_participant', 'collection_post'] as const;

/** Runs inside a transaction. Comments and reactions are deleted by their slice, notifications on PostsRemoved. Reports stay. */
export const deletePostDependents = async (database: Database, postIds: readonly string[]): Promise<void> => {
  const sql = database.query();
  await removeFromSearchIndex(database, postIds);
  for (const table of DEPENDENT_TABLES) await sql.deleteFrom(table).where('post_id', 'in', postIds).execute();
};
