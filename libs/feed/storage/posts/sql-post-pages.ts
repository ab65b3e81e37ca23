import { Injectable } from '@nestjs/common';
import { Database, type Row } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import type { Post } from '../../domain/posts/post.js';
import { type PostCursor, type PostQuery, type PostFilters } from '../../domain/posts/post-pages.js';
import { FollowedPosts } from './followed-posts.js';
import { PostListQueries, type ScanPlanSql, type Wanted } from './post-list-queries.js';
import { POST_COLUMNS_IN_JOINS, toPost } from './post-row.js';

/** Entries scanned before another plan is tried. */
const FIRST_SCAN_LENGTH = 500;

/** Keyset pages. Every order and filter has an index, and a page costs no more than the shortest matching index scan. */
@Injectable()
export class PostPages {
  private readonly lists: PostListQueries;
  private readonly followed: FollowedPosts;

  constructor(private readonly database: Database) {
    this.lists = new PostListQueries(database, this.tried);
    this.followed = new FollowedPosts(database, this.lists);
  }

  protected get tried(): number {
    return FIRST_SCAN_LENGTH;
  }

  /** Highest value first. */
  page({ order, filters, followedBy }: PostQuery, after: PostCursor | null, limit: number): Promise<Post[]> {
    const wanted: Wanted = { filters, place: after, direction: '<' };
    if (order === 'hot') return this.hot(wanted, followedBy, limit);
    const { forEveryone: _forEveryone, ...narrowing } = filters;
    return followedBy !== undefined && Object.values(narrowing).every((filter) => filter === undefined)
      ? this.newestFollowed(wanted, followedBy, limit)
      : this.newest(wanted, followedBy, limit);
  }

  /** Counts newer posts. Stops counting at `atMost`. */
  async newerThan(
    place: PostCursor,
    { filters, followedBy, excludeAuthorIds = [] }: PostQuery,
    atMost: number,
  ): Promise<number> {
    const wanted: Wanted = { filters, place, direction: '>' };
    for await (const plan of this.lists.scanPlans(wanted)) {
      const isFollowedAlone = followedBy !== undefined && plan.lead === null && !filters.forEveryone;
      const scan = isFollowedAlone
        ? this.followed.from(followedBy, place, '>')
        : this.by(followedBy, this.lists.scan(plan, wanted));
      const newer = await this.countOf(excludeAuthorIds.length > 0 ? this.notBy(excludeAuthorIds, scan) : scan, atMost);
      if (plan.looked === null || newer === atMost) return newer;
    }
    return 0;
  }

  /** Stops counting at `atMost`. */
  async count(filters: PostFilters, atMost: number): Promise<number> {
    const wanted: Wanted = { filters, place: null, direction: '<' };
    for await (const plan of this.lists.scanPlans(wanted)) {
      const passing = await this.countOf(this.lists.scan(plan, wanted), atMost);
      if (plan.looked === null || passing === atMost) return passing;
    }
    return 0;
  }

  private async newest(wanted: Wanted, followedBy: string | undefined, limit: number): Promise<Post[]> {
    for await (const plan of this.lists.scanPlans(wanted)) {
      const scan = this.by(followedBy, this.lists.scan(plan, wanted));
      const posts = await this.posts(this.lists.first(scan, limit));
      if (plan.looked === null || posts.length === limit) return posts;
    }
    return [];
  }

  /** Scans the newest posts first: that fills the page when the followed users publish a lot. */
  private async newestFollowed(wanted: Wanted, userId: string, limit: number): Promise<Post[]> {
    const scan = this.followed.among(this.lists.scan({ lead: null, looked: this.tried }, wanted), userId);
    const posts = await this.posts(this.lists.first(scan, limit));
    if (posts.length === limit) return posts;
    return this.posts(await this.followed.newest(userId, wanted.place, limit));
  }

  private async hot(wanted: Wanted, followedBy: string | undefined, limit: number): Promise<Post[]> {
    for await (const { lead, looked } of this.lists.hotPlans(wanted.filters)) {
      const scan =
        lead === null
          ? this.lists.scanOrder('hot', looked, wanted)
          : this.lists.inOrder('hot', this.lists.scan({ lead, looked }, { ...wanted, place: null }), wanted);
      const posts = await this.posts(this.lists.first(this.by(followedBy, scan), limit));
      if (looked === null || posts.length === limit) return posts;
    }
    return [];
  }

  private by(followedBy: string | undefined, scanPlanSql: ScanPlanSql): ScanPlanSql {
    return followedBy === undefined ? scanPlanSql : this.followed.among(scanPlanSql, followedBy);
  }

  private notBy(authorIds: readonly string[], scanPlanSql: ScanPlanSql): ScanPlanSql {
    const posts = this.lists.withPosts(scanPlanSql);
    return { ...posts, where: [...posts.where, sql`shown.author_id not in (${sql.join([...authorIds])})`] };
  }

  /** @param found selects `value`, the order, and `id` */
  private async posts(found: RawBuilder<unknown>): Promise<Post[]> {
    const columns = sql.join(POST_COLUMNS_IN_JOINS.map((column) => sql.ref(column)));
    const tables = [sql`(${found}) as found`, sql`post`];
    const { rows } = await sql<Row<'post'> & { value: number }>`select found.value, ${columns}
      ${this.lists.read({ tables, where: [sql`post.id = found.id`] })}`.execute(this.database.query());
    return rows.sort((a, b) => b.value - a.value || (a.id < b.id ? 1 : -1)).map(toPost);
  }

  private async countOf(scanPlanSql: ScanPlanSql, atMost: number): Promise<number> {
    const some = sql`select 1 as one ${this.lists.read(scanPlanSql)} limit ${atMost}`;
    const { rows } = await sql<{ found: number }>`select count(*) as found from (${some}) as some`.execute(
      this.database.query(),
    );
    return Number(rows[0]?.found ?? 0);
  }
}
