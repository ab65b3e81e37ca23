import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { sql } from 'kysely';
import type { UsedModelQuery } from '../../domain/posts/used-models-of.js';
import { ModelImageCounts } from '../../domain/model-usage/model-image-counts.js';
import { usedModelCondition } from './used-model-condition.js';

/** A statement holds only so many values. */
const AT_ONCE = 20;

@Injectable()
export class SqlModelImageCounts extends ModelImageCounts {
  constructor(private readonly database: Database) {
    super();
  }

  async of(made: readonly UsedModelQuery[]): Promise<number> {
    if (made.length <= AT_ONCE) return this.counted(made);
    const posts = new Set<string>();
    for (let from = 0; from < made.length; from += AT_ONCE) {
      const { rows } = await sql<{ id: string }>`${posted(made.slice(from, from + AT_ONCE))}`.execute(this.query);
      for (const { id } of rows) posts.add(id);
    }
    return posts.size;
  }

  private async counted(made: readonly UsedModelQuery[]): Promise<number> {
    if (made.length === 0) return 0;
    const counted = sql<{ images: number }>`select count(*) as pictures from (${posted(made)}) as made`;
    return Number((await counted.execute(this.query)).rows[0]?.images ?? 0);
  }

  private get query() {
    return this.database.query();
  }
}

/** The post of each image, once. */
const posted = (made: readonly UsedModelQuery[]) => {
  const each = made.map((one) =>
    one.kind === 'model'
      ? sql`select post.id as id from post where ${usedModelCondition(one)}`
      : sql`select post_lora.post_id as id from post_lora where ${usedModelCondition(one)}`,
  );
  // One list of a union may say the same twice.
  return each.length === 1 ? sql`select distinct id from (${each[0]}) as one` : sql.join(each, sql` union `);
};
