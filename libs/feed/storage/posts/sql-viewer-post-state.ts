import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';

/** A viewer's reactions to posts, and their collections. */
@Injectable()
export class ViewerPostState {
  constructor(private readonly database: Database) {}

  /** Emoji by post, oldest first. One query. */
  async reactionsTo(postIds: readonly string[], userId: string): Promise<ReadonlyMap<string, string[]>> {
    if (postIds.length === 0) return new Map();
    const rows = await this.sql
      .selectFrom('post_reaction')
      .select(['post_id', 'emoji'])
      .where('post_id', 'in', postIds)
      .where('user_id', '=', userId)
      .orderBy('at')
      .orderBy('emoji')
      .execute();
    const byPost = Map.groupBy(rows, ({ post_id }) => post_id);
    return new Map([...byPost].map(([id, given]) => [id, given.map(({ emoji }) => emoji)]));
  }

  /** The viewer's collections that contain the post. */
  async collectionsWith(postId: string, userId: string): Promise<string[]> {
    const rows = await this.sql
      .selectFrom('collection_post')
      .innerJoin('collection', 'collection.id', 'collection_post.collection_id')
      .select('collection.id')
      .where('collection_post.post_id', '=', postId)
      .where('collection.owner_id', '=', userId)
      .orderBy('collection.id')
      .execute();
    return rows.map(({ id }) => id);
  }

  private get sql() {
    return this.database.query();
  }
}
