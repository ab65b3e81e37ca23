import type { Database } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import type { PostCursor } from '../../domain/posts/post-pages.js';
import { afterKeyset, type PostListQueries, type ScanPlanSql } from './post-list-queries.js';

const OF_AUTHOR = { table: 'post', index: 'post_of_author' } as const;
const ORDER = ['theirs.at', 'theirs.id'] as const;

/** What those publish whom somebody follows: cheap however many they are, and however much they publish. */
export class FollowedPosts {
  constructor(
    private readonly database: Database,
    private readonly lists: PostListQueries,
  ) {}

  /** What a walk finds by them. */
  among(scanPlanSql: ScanPlanSql, userId: string): ScanPlanSql {
    const posts = this.lists.withPosts(scanPlanSql);
    const follows = sql`followed.user_id = ${userId} and followed.followed_id = shown.author_id`;
    return { ...posts, tables: [...posts.tables, sql`follow as followed`], where: [...posts.where, follows] };
  }

  /** What they published after a place, or before it, in no order: each author's is a seek. */
  from(userId: string, place: PostCursor, direction: '<' | '>'): ScanPlanSql {
    const theirs = this.lists.scanAlong(OF_AUTHOR, 'theirs');
    const where = [
      sql`followed.user_id = ${userId} and theirs.author_id = followed.followed_id`,
      afterKeyset(ORDER, direction, place),
    ];
    return { tables: [sql`follow as followed`, theirs], where, order: ORDER };
  }

  /**
   * The newest after a place, each author's newest at first: of so many posts none is by anybody else than the so many whose
   * newest are the newest, and of each no more than so many.
   * @returns `value` and `id`
   */
  async newest(userId: string, place: PostCursor | null, limit: number): Promise<RawBuilder<unknown>> {
    const after = place ? [afterKeyset(ORDER, '<', place)] : [];
    const theirs = (author: RawBuilder<unknown>) => ({
      tables: [this.lists.scanAlong(OF_AUTHOR, 'theirs')],
      where: [sql`theirs.author_id = ${author}`, ...after],
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
    const all = [...each, this.ofMoment(userId, Number(publishing[limit - 1]?.newest ?? 0), place)];
    return sql`select value, id from (${sql.join(all, sql` union `)}) as of_all order by value desc, id desc limit ${limit}`;
  }

  /** Where several published at once, not all of them are among the so many. */
  private ofMoment(userId: string, at: number, place: PostCursor | null): RawBuilder<unknown> {
    const order = ['lead.at', 'lead.id'] as const;
    const where = [sql`lead.at = ${at}`, ...(place ? [afterKeyset(order, '<', place)] : [])];
    const walk = { tables: [this.lists.scanAlong({ table: 'post', index: 'post_new' }, 'lead')], where, order };
    return sql`select lead.at as value, lead.id as id ${this.lists.read(this.among(walk, userId))}`;
  }
}
