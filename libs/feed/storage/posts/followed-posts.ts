import type { Database } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import type { PostCursor } from '../../domain/posts/post-pages.js';
import { keysetCondition, type PostListQueries, type ScanSql } from './post-list-queries.js';
import { isVisiblePost } from './visible-post.js';

const OF_AUTHOR = { table: 'post', index: 'post_of_author' } as const;
const ORDER = ['author_post.at', 'author_post.id'] as const;

/** Posts of followed users. The cost doesn't grow with their number or with how much they publish. */
export class FollowedPosts {
  constructor(
    private readonly database: Database,
    private readonly lists: PostListQueries,
  ) {}

  /** Restricts a scan to followed authors. */
  restrictToFollowed(scan: ScanSql, userId: string): ScanSql {
    const posts = this.lists.joinPosts(scan);
    const isFollowed = sql`followed.user_id = ${userId} and followed.followed_id = joined_post.author_id`;
    return { ...posts, tables: [...posts.tables, sql`follow as followed`], where: [...posts.where, isFollowed] };
  }

  /** Posts after or before a cursor, unordered: one index seek per author. */
  postsBeyond(userId: string, cursor: PostCursor, direction: '<' | '>'): ScanSql {
    const authorPosts = this.lists.indexedTable(OF_AUTHOR, 'author_post');
    const where = [
      sql`followed.user_id = ${userId} and author_post.author_id = followed.followed_id`,
      keysetCondition(ORDER, direction, cursor),
      isVisiblePost('author_post.id'),
    ];
    return { tables: [sql`follow as followed`, authorPosts], where, order: ORDER };
  }

  /**
   * The newest posts after a cursor. The newest `limit` posts are by the `limit` authors with the newest posts, at most `limit` by
   * each of them, so only those are read.
   * @returns `value` and `id`
   */
  async newest(userId: string, cursor: PostCursor | null, limit: number): Promise<RawBuilder<unknown>> {
    const afterCursor = cursor ? [keysetCondition(ORDER, '<', cursor)] : [];
    const postsOf = (author: RawBuilder<unknown>) => ({
      tables: [this.lists.indexedTable(OF_AUTHOR, 'author_post')],
      where: [sql`author_post.author_id = ${author}`, isVisiblePost('author_post.id'), ...afterCursor],
    });
    const newestAt = sql`(select author_post.at ${this.lists.fromClause(postsOf(sql`followed.followed_id`))}
      order by author_post.at desc, author_post.id desc limit 1)`;
    const { rows } = await sql<{
      id: string;
      newest: number | null;
    }>`select followed.followed_id as id, ${newestAt} as newest
      from follow as followed where followed.user_id = ${userId}
      order by newest desc limit ${limit}`.execute(this.database.query());
    const authorsWithPosts = rows.filter(({ newest }) => newest !== null);
    const newestOfEach = authorsWithPosts.map(({ id }) => {
      const newest = this.lists.selectFirst({ ...postsOf(sql`${id}`), order: ORDER }, limit);
      return sql`select * from (${newest}) as posts_of_author`;
    });
    const candidates = [
      ...newestOfEach,
      this.publishedAt(userId, Number(authorsWithPosts[limit - 1]?.newest ?? 0), cursor),
    ];
    return sql`select value, id from (${sql.join(candidates, sql` union `)}) as candidate order by value desc, id desc limit ${limit}`;
  }

  /** Adds posts with the same time as the last author's newest: those authors may be beyond the limit. */
  private publishedAt(userId: string, at: number, cursor: PostCursor | null): RawBuilder<unknown> {
    const order = ['scanned.at', 'scanned.id'] as const;
    const where = [
      sql`scanned.at = ${at}`,
      isVisiblePost('scanned.id'),
      ...(cursor ? [keysetCondition(order, '<', cursor)] : []),
    ];
    const scan = { tables: [this.lists.indexedTable({ table: 'post', index: 'post_new' }, 'scanned')], where, order };
    return sql`select scanned.at as value, scanned.id as id ${this.lists.fromClause(this.restrictToFollowed(scan, userId))}`;
  }
}
