import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { isVisiblePost } from '../posts/visible-post.js';

export interface TagCount {
  readonly tag: string;
  readonly count: number;
}

/** Tags of all posts. */
@Injectable()
export class TagsRepository {
  constructor(private readonly database: Database) {}

  async all(): Promise<TagCount[]> {
    const rows = await this.database
      .query()
      .selectFrom('post_tag')
      .select(({ fn }) => ['tag', fn.countAll<number>().as('count')])
      .where(isVisiblePost('post_id'))
      .groupBy('tag')
      .execute();
    return rows.map(({ tag, count }) => ({ tag, count: Number(count) }));
  }
}
