import { Injectable } from '@nestjs/common';
import { Database, type Row } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import type { Post } from '../../domain/posts/post.js';
import { type PostCursor, type PostQuery, type PostFilters } from '../../domain/posts/post-pages.js';
import { FollowedPosts } from './followed-posts.js';
import { PostListQueries, type ScanSql, type ScanRequest } from './post-list-queries.js';
import { POST_COLUMNS_IN_JOINS, toPost } from './post-row.js';

/** Entries scanned before another plan is tried. */
const FIRST_SCAN_LENGTH = 500;

/** Keyset pages. Every order and filter has an index, and a page costs no more than the shortest matching index scan. */
@Injectable()
export class PostPages {
  private readonly lists: PostListQueries;
  private readonly followed: FollowedPosts;

  constructor(private readonly database: Database) {
    this.lists = new PostListQueries(database, this.firstScanLength);
    this.followed = new FollowedPosts(database, this.lists);
  }

  protected get firstScanLength(): number {
    return FIRST_SCAN_LENGTH;
  }

  /** Highest value first. */
  page({ order, filters, followedBy }: PostQuery, after: PostCursor | null, limit: number): Promise<Post[]> {
    const request: ScanRequest = { filters, cursor: after, direction: '<' };
    if (order === 'hot') return this.hottest(request, followedBy, limit);
    const { forEveryone: _forEveryone, ...otherFilters } = filters;
    return followedBy !== undefined && Object.values(otherFilters).every((filter) => filter === undefined)
      ? this.newestFollowed(request, followedBy, limit)
      : this.newest(request, followedBy, limit);
  }

  /** Counts newer posts. Stops counting at `atMost`. */
  async newerThan(
    cursor: PostCursor,
    { filters, followedBy, excludeAuthorIds = [] }: PostQuery,
    atMost: number,
  ): Promise<number> {
    const request: ScanRequest = { filters, cursor, direction: '>' };
    for await (const plan of this.lists.scanPlans(request)) {
      const isOnlyFollowed = followedBy !== undefined && plan.scannedFilter === null && !filters.forEveryone;
      const scan = isOnlyFollowed
        ? this.followed.postsBeyond(followedBy, cursor, '>')
        : this.restrictToFollowed(followedBy, this.lists.scan(plan, request));
      const newerCount = await this.countOf(
        excludeAuthorIds.length > 0 ? this.excludeAuthors(excludeAuthorIds, scan) : scan,
        atMost,
      );
      if (plan.maxEntries === null || newerCount === atMost) return newerCount;
    }
    return 0;
  }

  /** Stops counting at `atMost`. */
  async count(filters: PostFilters, atMost: number): Promise<number> {
    const request: ScanRequest = { filters, cursor: null, direction: '<' };
    for await (const plan of this.lists.scanPlans(request)) {
      const count = await this.countOf(this.lists.scan(plan, request), atMost);
      if (plan.maxEntries === null || count === atMost) return count;
    }
    return 0;
  }

  private async newest(request: ScanRequest, followedBy: string | undefined, limit: number): Promise<Post[]> {
    for await (const plan of this.lists.scanPlans(request)) {
      const scan = this.restrictToFollowed(followedBy, this.lists.scan(plan, request));
      const posts = await this.loadPosts(this.lists.selectFirst(scan, limit));
      if (plan.maxEntries === null || posts.length === limit) return posts;
    }
    return [];
  }

  /** Scans the newest posts first: that fills the page when the followed users publish a lot. */
  private async newestFollowed(request: ScanRequest, userId: string, limit: number): Promise<Post[]> {
    const scan = this.followed.restrictToFollowed(
      this.lists.scan({ scannedFilter: null, maxEntries: this.firstScanLength }, request),
      userId,
    );
    const posts = await this.loadPosts(this.lists.selectFirst(scan, limit));
    if (posts.length === limit) return posts;
    return this.loadPosts(await this.followed.newest(userId, request.cursor, limit));
  }

  private async hottest(request: ScanRequest, followedBy: string | undefined, limit: number): Promise<Post[]> {
    for await (const { scannedFilter, maxEntries } of this.lists.hotPlans(request.filters)) {
      const scan =
        scannedFilter === null
          ? this.lists.scanRanking('hot', maxEntries, request)
          : this.lists.sortByRanking(
              'hot',
              this.lists.scan({ scannedFilter, maxEntries }, { ...request, cursor: null }),
              request,
            );
      const posts = await this.loadPosts(this.lists.selectFirst(this.restrictToFollowed(followedBy, scan), limit));
      if (maxEntries === null || posts.length === limit) return posts;
    }
    return [];
  }

  private restrictToFollowed(followedBy: string | undefined, scan: ScanSql): ScanSql {
    return followedBy === undefined ? scan : this.followed.restrictToFollowed(scan, followedBy);
  }

  private excludeAuthors(authorIds: readonly string[], scan: ScanSql): ScanSql {
    const posts = this.lists.joinPosts(scan);
    return { ...posts, where: [...posts.where, sql`joined_post.author_id not in (${sql.join([...authorIds])})`] };
  }

  /** @param selection selects `value`, the order, and `id` */
  private async loadPosts(selection: RawBuilder<unknown>): Promise<Post[]> {
    const columns = sql.join(POST_COLUMNS_IN_JOINS.map((column) => sql.ref(column)));
    const tables = [sql`(${selection}) as selected`, sql`post`];
    const { rows } = await sql<Row<'post'> & { value: number }>`select selected.value, ${columns}
      ${this.lists.fromClause({ tables, where: [sql`post.id = selected.id`] })}`.execute(this.database.query());
    return rows.sort((a, b) => b.value - a.value || (a.id < b.id ? 1 : -1)).map(toPost);
  }

  private async countOf(scan: ScanSql, atMost: number): Promise<number> {
    const matches = sql`select 1 as one ${this.lists.fromClause(scan)} limit ${atMost}`;
    const { rows } = await sql<{ count: number }>`select count(*) as count from (${matches}) as matching`.execute(
      this.database.query(),
    );
    return Number(rows[0]?.count ?? 0);
  }
}
