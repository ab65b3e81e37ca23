import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import type { Post } from '../../domain/posts/post.js';
import { type PostCursor, PostPages, type PostQuery } from '../../domain/posts/post-pages.js';
import type { PostFilters } from '../../domain/posts/posts.js';
import { FollowedPosts } from './followed-posts.js';
import { PostListQueries, type ScanPlanSql, type Wanted } from './post-list-queries.js';
import { POST_COLUMNS_IN_JOINS, toPost } from './post-row.js';
import type { PostRow } from './tables.js';

/** So far a road is tried before another one is. */
const TRIED = 500;

/** Pages by key. Every order and filter has an index, and no page costs more than the shortest of those that lead to it. */
@Injectable()
export class SqlPostPages extends PostPages {
  private readonly lists: PostListQueries;
  private readonly followed: FollowedPosts;

  constructor(private readonly database: Database) {
    super();
    this.lists = new PostListQueries(database, this.tried);
    this.followed = new FollowedPosts(database, this.lists);
  }

  protected get tried(): number {
    return TRIED;
  }

  page({ order, filters, followedBy }: PostQuery, after: PostCursor | null, limit: number): Promise<Post[]> {
    const wanted: Wanted = { filters, place: after, direction: '<' };
    if (order === 'hot') return this.hot(wanted, followedBy, limit);
    const { forEverybody: _forEverybody, ...narrowing } = filters;
    return followedBy !== undefined && Object.values(narrowing).every((filter) => filter === undefined)
      ? this.newestFollowed(wanted, followedBy, limit)
      : this.newest(wanted, followedBy, limit);
  }

  async newerThan(
    place: PostCursor,
    { filters, followedBy, excludeAuthorIds = [] }: PostQuery,
    atMost: number,
  ): Promise<number> {
    const wanted: Wanted = { filters, place, direction: '>' };
    for await (const road of this.lists.scanPlans(wanted)) {
      const isFollowedAlone = followedBy !== undefined && road.lead === null && !filters.forEverybody;
      const walk = isFollowedAlone
        ? this.followed.from(followedBy, place, '>')
        : this.by(followedBy, this.lists.scan(road, wanted));
      const newer = await this.countOf(excludeAuthorIds.length > 0 ? this.notBy(excludeAuthorIds, walk) : walk, atMost);
      if (road.looked === null || newer === atMost) return newer;
    }
    return 0;
  }

  async count(filters: PostFilters, atMost: number): Promise<number> {
    const wanted: Wanted = { filters, place: null, direction: '<' };
    for await (const road of this.lists.scanPlans(wanted)) {
      const passing = await this.countOf(this.lists.scan(road, wanted), atMost);
      if (road.looked === null || passing === atMost) return passing;
    }
    return 0;
  }

  private async newest(wanted: Wanted, followedBy: string | undefined, limit: number): Promise<Post[]> {
    for await (const road of this.lists.scanPlans(wanted)) {
      const walk = this.by(followedBy, this.lists.scan(road, wanted));
      const posts = await this.posts(this.lists.first(walk, limit));
      if (road.looked === null || posts.length === limit) return posts;
    }
    return [];
  }

  /** Where they publish much, a page is full before so many of the newest posts are tried. */
  private async newestFollowed(wanted: Wanted, userId: string, limit: number): Promise<Post[]> {
    const walk = this.followed.among(this.lists.scan({ lead: null, looked: this.tried }, wanted), userId);
    const posts = await this.posts(this.lists.first(walk, limit));
    if (posts.length === limit) return posts;
    return this.posts(await this.followed.newest(userId, wanted.place, limit));
  }

  private async hot(wanted: Wanted, followedBy: string | undefined, limit: number): Promise<Post[]> {
    for await (const { lead, looked } of this.lists.roadsToHot(wanted.filters)) {
      const walk =
        lead === null
          ? this.lists.walkBy('hot', looked, wanted)
          : this.lists.inOrder('hot', this.lists.scan({ lead, looked }, { ...wanted, place: null }), wanted);
      const posts = await this.posts(this.lists.first(this.by(followedBy, walk), limit));
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

  /** @param found `value` of their order, and `id` */
  private async posts(found: RawBuilder<unknown>): Promise<Post[]> {
    const columns = sql.join(POST_COLUMNS_IN_JOINS.map((column) => sql.ref(column)));
    const tables = [sql`(${found}) as found`, sql`post`];
    const { rows } = await sql<PostRow & { value: number }>`select found.value, ${columns}
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
