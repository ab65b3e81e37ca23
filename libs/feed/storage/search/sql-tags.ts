import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { Tags, type TagUse } from '../../domain/search/tags.js';
import type { PostTables } from '../posts/tables.js';

@Injectable()
export class SqlTags extends Tags {
  constructor(private readonly database: Database) {
    super();
  }

  async all(): Promise<TagUse[]> {
    const rows = await this.database
      .query<PostTables>()
      .selectFrom('post_tag')
      .select(({ fn }) => ['tag', fn.countAll<number>().as('count')])
      .groupBy('tag')
      .execute();
    return rows.map(({ tag, count }) => ({ tag, count: Number(count) }));
  }
}
