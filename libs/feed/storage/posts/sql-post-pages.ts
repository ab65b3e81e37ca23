import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type SelectQueryBuilder, sql } from 'kysely';
import type { Post } from '../../domain/posts/post.js';
import { type PostPlace, PostPages, type PostQuery } from '../../domain/posts/post-pages.js';
import type { PostFilters } from '../../domain/posts/posts.js';
import { POST_COLUMNS_IN_JOINS, toPost } from './post-row.js';
import type { PostTables } from './tables.js';

interface PageTables extends PostTables {
  follow: { person_id: string; followed_id: string };
}

/** Of so many posts that pass a filter, the best are sought among all posts in their order; of fewer, among them. */
const MANY = 2_000;
/** Where several filters meet, few may pass them all: then the smallest of them is worth a longer look. */
const MANY_OF_SEVERAL = 20_000;

type Filter = keyof PostFilters;
/** Which index leads to a page: that of a filter, from which the others are tried, or null for that of the order. */
type Road = Filter | null;

/**
 * Pages by key. Every order and filter has an index; where several filters meet, or a filter and the order of hot, a bounded
 * count of what passes each of them says which index is the shortest road.
 */
@Injectable()
export class SqlPostPages extends PostPages {
  constructor(private readonly database: Database) {
    super();
  }

  async page(query: PostQuery, after: PostPlace | null, limit: number): Promise<Post[]> {
    const road = await this.roadOf(query);
    const [value, id] = orderOf(query, road);
    let posts = this.matching(query, road).select(POST_COLUMNS_IN_JOINS);
    if (after) posts = posts.where(beyond([value, id], '<', after));
    const rows = await posts.orderBy(value, 'desc').orderBy(id, 'desc').limit(limit).execute();
    return rows.map(toPost);
  }

  async newerThan(place: PostPlace, { without = [], ...asked }: PostQuery, atMost: number): Promise<number> {
    const query = { ...asked, order: 'new' } as const;
    const road = await this.roadOf(query);
    let newer = this.matching(query, road)
      .select('post.id')
      .where(beyond(orderOf(query, road), '>', place));
    if (without.length > 0) newer = newer.where('post.author_id', 'not in', without);
    return this.countOf(newer.limit(atMost));
  }

  async count(filters: PostFilters, atMost: number): Promise<number> {
    const query = { order: 'new', filters } as const;
    const passing = this.matching(query, await this.roadOf(query)).select('post.id');
    return this.countOf(passing.limit(atMost));
  }

  private get sql() {
    return this.database.query<PageTables>();
  }

  private matching({ filters, followedBy }: PostQuery, road: Road): Query {
    let posts = isBeside(road) ? this.listed(road, filters[road] ?? '') : this.posts();
    for (const filter of given(filters)) {
      if (!isBeside(filter)) posts = posts.where(passes(filter, filters[filter] ?? '', road === filter));
    }
    // Last, for they are looked up elsewhere.
    for (const filter of given(filters)) {
      if (isBeside(filter) && road !== filter) posts = this.withOne(posts, filter, filters[filter] ?? '');
    }
    if (followedBy === undefined) return posts;
    const followed = this.sql.selectFrom('follow').select('followed_id').where('person_id', '=', followedBy);
    return posts.where('post.author_id', 'in', followed);
  }

  /** A list stands beside in all of them, joined or not: one type for what follows. */
  private posts(): Query {
    return this.sql.selectFrom('post');
  }

  /** Of a tag that most posts have MySQL would read all posts first, and put them in order after. */
  private listed(filter: Beside, value: string): Query {
    const { table, has } = BESIDE[filter];
    const listed: Query = this.sql
      .selectFrom(sql<{ post_id: string; at: number }>`${sql.table(table)}`.as('beside'))
      .innerJoin('post', 'post.id', 'beside.post_id')
      .where(has('beside', value));
    return this.database.dialect === 'mysql' ? listed.modifyFront(sql`straight_join`) : listed;
  }

  private withOne(posts: Query, filter: Beside, value: string): Query {
    const { table, has } = BESIDE[filter];
    const list = sql<{ post_id: string }>`${sql.table(table)}`.as('one');
    const its = this.sql.selectFrom(list).select('one.post_id').where(has('one', value));
    return posts.where(({ exists }) => exists(its.whereRef('one.post_id', '=', sql.ref('post.id'))));
  }

  private async roadOf({ order, filters }: PostQuery): Promise<Road> {
    const [only, ...more] = given(filters);
    if (only === undefined || (more.length === 0 && order === 'new')) return only ?? null;
    const many = more.length > 0 ? MANY_OF_SEVERAL : MANY;
    let [road, fewest]: [Filter, number] = [only, Infinity];
    for (const filter of [only, ...more]) {
      const alone = { order, filters: { [filter]: filters[filter] } };
      const passing = await this.countOf(this.matching(alone, filter).select('post.id').limit(many));
      if (passing < fewest) [road, fewest] = [filter, passing];
    }
    return order === 'hot' && fewest >= many ? null : road;
  }

  private async countOf(some: SelectQueryBuilder<PagedTables, 'post' | 'beside', { id: string }>): Promise<number> {
    const { found } = await this.sql
      .selectFrom(some.as('some'))
      .select(({ fn }) => fn.countAll<number>().as('found'))
      .executeTakeFirstOrThrow();
    return Number(found);
  }
}

/** What stands in a table of its own, in the posts' order of time. */
type Beside = 'tag' | 'lora';
type PagedTables = PageTables & { beside: { post_id: string; at: number } };
type Query = SelectQueryBuilder<PagedTables, 'post' | 'beside', object>;

const BESIDE = {
  tag: {
    table: 'post_tag',
    has: (list: string, tag: string) => sql<boolean>`${sql.ref(`${list}.tag`)} = ${kept(tag)}`,
  },
  lora: { table: 'post_lora', has: (list: string, id: string) => sql<boolean>`${sql.ref(`${list}.lora_id`)} = ${id}` },
} as const;

const isBeside = (filter: Road): filter is Beside => filter === 'tag' || filter === 'lora';

/** Tags are kept in lower case, however they are asked for. */
const kept = (tag: string): string => tag.toLowerCase();

const given = (filters: PostFilters): Filter[] =>
  (Object.keys(filters) as Filter[]).filter((filter) => filters[filter] !== undefined);

const COLUMNS = { model: 'post.model_id', scheduler: 'post.scheduler', authorId: 'post.author_id' } as const;

/** A plus before a column: the same to both databases, but SQLite does not seek by its index then. */
const passes = (filter: Exclude<Filter, Beside>, value: string, leads: boolean) =>
  sql<boolean>`${sql.raw(leads ? '' : '+')}${sql.ref(COLUMNS[filter])} = ${value}`;

type Order = readonly ['post.at' | 'post.hot' | 'beside.at', 'post.id' | 'beside.post_id'];

/** A list has its own order of time, which is the posts'. */
const orderOf = ({ order }: PostQuery, road: Road): Order => {
  if (order === 'hot') return ['post.hot', 'post.id'];
  return isBeside(road) ? ['beside.at', 'beside.post_id'] : ['post.at', 'post.id'];
};

/** Said so that both databases seek to the place in the index of the two columns, instead of walking there. */
const beyond = (order: Order, direction: '<' | '>', place: PostPlace) => {
  const [value, id] = order.map((column) => sql.ref(column));
  const by = sql.raw(direction);
  return sql<boolean>`${value} ${by}= ${place.value} and (${value} ${by} ${place.value} or ${id} ${by} ${place.id})`;
};
