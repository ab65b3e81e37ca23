import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { sql } from 'kysely';
import { hotScore } from '../../domain/posts/hot-score.js';
import { PostCounters } from '../../domain/comments/post-reactions.js';
import type { ForeignTables } from './tables.js';

const POSTS_AT_ONCE = 200;

type Fewer = Parameters<PostCounters['lower']>[0];

@Injectable()
export class SqlPostTallies extends PostCounters {
  constructor(private readonly database: Database) {
    super();
  }

  async lower(fewer: Fewer): Promise<void> {
    const ids = [...fewer.keys()].sort();
    for (let from = 0; from < ids.length; from += POSTS_AT_ONCE) {
      await this.lowerSome(fewer, ids.slice(from, from + POSTS_AT_ONCE));
    }
  }

  /** By counts first, and `hot` from what the rows have then: others may have counted in between. */
  private async lowerSome(fewer: Fewer, ids: readonly string[]): Promise<void> {
    const by = (what: 'likes' | 'comments') => {
      const cases = ids.map((id) => sql`when ${id} then ${fewer.get(id)?.[what] ?? 0}`);
      return sql<number>`${sql.ref(what)} - case id ${sql.join(cases, sql` `)} else 0 end`;
    };
    await this.query
      .updateTable('post')
      .set({ likes: by('likes'), comments: by('comments') })
      .where('id', 'in', ids)
      .execute();
    const rows = await this.query
      .selectFrom('post')
      .select(['id', 'at', 'likes', 'comments'])
      .where('id', 'in', ids)
      .execute();
    if (rows.length === 0) return;
    const cases = rows.map(
      ({ id, at, likes, comments }) => sql`when ${id} then ${hotScore({ at: Number(at), likes, comments })}`,
    );
    await this.query
      .updateTable('post')
      .set({ hot_score: sql<number>`case id ${sql.join(cases, sql` `)} else hot_score end` })
      .where('id', 'in', ids)
      .execute();
  }

  private get query() {
    return this.database.query<Pick<ForeignTables, 'post'>>();
  }
}
