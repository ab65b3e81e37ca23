import type { Database } from '@visionary/platform/database';
import { removeFromSearchIndex } from '../search/forget-words.js';
import type { PostTables } from './tables.js';

/** Everything of this slice that hangs on a post and has no meaning without it. */
interface TraceTables extends PostTables {
  comment: { id: string; post_id: string };
  comment_reaction: { comment_id: string };
  collection_post: { post_id: string };
}

const ON_POSTS = [
  ...(['post_tag', 'post_lora', 'post_participant', 'post_reaction', 'post_reaction_count'] as const),
  ...(['comment', 'collection_post'] as const),
] as const;

/** Inside a transaction: what users gave these posts, said about them and keep of them. Reports stay; PostsRemoved ends news. */
export const deletePostDependents = async (database: Database, postIds: readonly string[]): Promise<void> => {
  const sql = database.query<TraceTables>();
  const commentIds = sql.selectFrom('comment').select('id').where('post_id', 'in', postIds);
  await sql.deleteFrom('comment_reaction').where('comment_id', 'in', commentIds).execute();
  await removeFromSearchIndex(database, postIds);
  for (const table of ON_POSTS) await sql.deleteFrom(table).where('post_id', 'in', postIds).execute();
};
