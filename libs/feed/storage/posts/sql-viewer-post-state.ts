import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { ViewerPostState } from '../../domain/posts/viewer-post-state.js';

@Injectable()
export class SqlViewerPostState extends ViewerPostState {
  constructor(private readonly database: Database) {
    super();
  }

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
