import type { Database } from '@visionary/platform/database';
import { removeFromSearchIndex } from '../search/remove-from-search-index.js';

const DEPENDENT_TABLES = [
  'post_tag',
  'post_lora',
  'post_participant',
  'post_reaction',
  'post_reaction_count',
  'comment',
  'collection_post',
] as const;

/** Runs inside a transaction. Reports stay; notifications are deleted on PostsRemoved. */
export const deletePostDependents = async (database: Database, postIds: readonly string[]): Promise<void> => {
  const sql = database.query();
  const commentIds = sql.selectFrom('comment').select('id').where('post_id', 'in', postIds);
  await sql.deleteFrom('comment_reaction').where('comment_id', 'in', commentIds).execute();
  await removeFromSearchIndex(database, postIds);
  for (const table of DEPENDENT_TABLES) await sql.deleteFrom(table).where('post_id', 'in', postIds).execute();
};
