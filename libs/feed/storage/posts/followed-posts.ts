import type { Database } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import type { PostCursor } from '../../domain/posts/post-pages.js';
import { afterKeyset, type PostListQueries, type ScanPlanSql } from './post-list-queries.js';
import { isVisiblePost } from './visible-post.js';

const OF_AUTHOR = { table: 'post', index: 'post_of_author' } as const;
const ORDER = ['theirs.at', 'theirs.id'] as const;

/** Posts of followed users. The cost doesn't grow with their number or with how much they publish. */
export class FollowedPosts {
  constructor(
    private readonly database: Database,
    private readonly lists: PostListQueries,
  ) {}

  /** Restricts a scan to followed authors. */
  among(scanPlanSql: ScanPlanSql, userId: string): ScanPlanSql {
    const posts = this.lists.withPosts(scanPlanSql);
    const follows = sql`followed.user_id = ${userId} and followed.followed_id = shown.author_id`;
    return { ...posts, tables: [...posts.tables, sql`follow as followed`], where: [...posts.where, follows] };
  }

  /** Posts after or before a cursor, unordered: one index seek per author. */
  from(userId: string, cursor: PostCursor, direction: '<' | '>'): ScanPlanSql {
    const theirs = this.lists.scanAlong(OF_AUTHOR, 'theirs');
    const where = [
      sql`followed.user_id = ${userId} and theirs.author_id = followed.followed_id`,
      afterKeyset(ORDER, direction, cursor),
      isVisiblePost('theirs.id'),
    ];
    return { tables: [sql`follow as followed`, theirs], where, order: ORDER };
  }

  /**
   * The newest posts after a cursor. The newest `limit` posts are by the `limit` authors with the newest posts, at most `limit` by
   * each of them, so only those are read.
   * @returns `value` and `id`
   */
  async newest(userId: string, cursor: PostCursor | null, limit: number): Promise<RawBuilder<unknown>> {
    const after = cursor ? [afterKeyset(ORDER, '<', cursor)] : [];
    const theirs = (author: RawBuilder<unknown>) => ({
      tables: [this.lists.scanAlong(OF_AUTHOR, 'theirs')],
      where: [sql`theirs.author_id = ${author}`, isVisiblePost('theirs.id'), ...after],
    });
    const last = sql`(select theirs.at ${this.lists.read(theirs(sql`followed.followed_id`))}
      order by theirs.at desc, theirs.id desc limit 1)`;
    const { rows } = await sql<{
      id: string;
      newest: number | null;
    }>`select followed.followed_id as id, ${last} as newest
      from follow as followed where followed.user_id = ${userId}
      order by newest desc limit ${limit}`.execute(this.database.query());
    const publishing = rows.filter(({ newest }) => newest !== null);
    const each = publishing.map(({ id }) => {
      const first = this.lists.first({ ...theirs(sql`${id}`), order: ORDER }, limit);
      return sql`select * from (${first}) as of_one`;
    });
    const all = [...each, this.ofMoment(userId, Number(publishing[limit - 1]?.newest ?? 0), cursor)];
    return sql`select value, id from (${sql.join(all, sql` union `)}) as of_all order by value desc, id desc limit ${limit}`;
  }

  /** Adds posts with the same time as the last author's newest: those authors may be beyond the limit. */
  private ofMoment(userId: string, at: number, cursor: PostCursor | null): RawBuilder<unknown> {
    const order = ['lead.at', 'lead.id'] as const;
    const where = [
      sql`lead.at = ${at}`,
      isVisiblePost('lead.id'),
      ...(cursor ? [afterKeyset(order, '<', cursor)] : []),
    ];
    const scan = { tables: [this.lists.scanAlong({ table: 'post', index: 'post_new' }, 'lead')], where, order };
    return sql`select lead.at as value, lead.id as id ${this.lists.read(this.among(scan, userId))}`;
  }
}
