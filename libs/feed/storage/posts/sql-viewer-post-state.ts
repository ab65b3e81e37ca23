import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';

/** A viewer's collections. */
@Injectable()
export class ViewerPostState {
  constructor(private readonly database: Database) {}

  /** The viewer's collections that contain the post. */
  async collectionsWith(postId: string, userId: string): Promise<string[]> {
    const rows = await this.database
      .selectFrom('collection_post')
      .innerJoin('collection', 'collection.id', 'collection_post.collection_id')
      .select('collection.id')
      .where('collection_post.post_id', '=', postId)
      .where('collection.owner_id', '=', userId)
      .orderBy('collection.id')
      .execute();
    return rows.map(({ id }) => id);
  }
}
