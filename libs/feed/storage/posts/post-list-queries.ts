import type { Database } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import { type PostCursor, type PostFilters } from '../../domain/posts/post-pages.js';
import { isVisiblePost } from './visible-post.js';

type Filter = keyof typeof FILTER_INDEXES;
type Sql = RawBuilder<unknown>;

/** An index with posts in an order: by `column`, if any, then by a value and the post's id. */
interface IndexList {
  readonly table: 'post' | 'post_tag' | 'post_lora';
  readonly index: string;
  readonly column?: string;
  readonly id: 'id' | 'post_id';
}

const ORDER_INDEXES = {
  at: { table: 'post', index: 'post_new', id: 'id' },
  hot: { table: 'post', index: 'post_hot', id: 'id' },
  likes: { table: 'post', index: 'post_liked', id: 'id' },
} as const satisfies Record<string, IndexList>;

/** Values that change and have their own index. */
type PostTotals = Exclude<keyof typeof ORDER_INDEXES, 'at'>;

const COLUMN = { at: 'at', hot: 'hot_score', likes: 'likes' } as const satisfies Record<
  keyof typeof ORDER_INDEXES,
  string
>;

/** Indexes of filters, ordered by time. */
const FILTER_INDEXES = {
  authorId: { table: 'post', index: 'post_of_author', column: 'author_id', id: 'id' },
  model: { table: 'post', index: 'post_of_model', column: 'model_id', id: 'id' },
  lora: { table: 'post_lora', index: 'post_lora_new', column: 'lora_id', id: 'post_id' },
  scheduler: { table: 'post', index: 'post_of_scheduler', column: 'scheduler', id: 'id' },
  tag: { table: 'post_tag', index: 'post_tag_new', column: 'tag', id: 'post_id' },
} as const satisfies Record<string, IndexList & { readonly column: string }>;

const given = (filters: PostFilters): Filter[] =>
  (Object.keys(FILTER_INDEXES) as Filter[]).filter((filter) => filters[filter] !== undefined);

/** Written so that both databases seek in the index of the two columns instead of scanning it. */
export const afterKeyset = (
  order: readonly [string, string],
  direction: '<' | '>',
  place: PostCursor,
): RawBuilder<boolean> => {
  const [value, id] = order.map((column) => sql.ref(column));
  const by = sql.raw(direction);
  return sql`${value} ${by}= ${place.value} and (${value} ${by} ${place.value} or ${id} ${by} ${place.id})`;
};

/** The filters, and a position in the order with a direction. */
export interface Wanted {
  readonly filters: PostFilters;
  readonly place: PostCursor | null;
  readonly direction: '<' | '>';
}

/** Which index is scanned. `looked`: how many entries; null for all. */
export interface ScanPlan {
  readonly lead: Filter | null;
  readonly looked: number | null;
}

/** Tables in the order in which they are joined: the scanned index first, then lookups. */
export interface ScanPlanSql {
  readonly tables: readonly Sql[];
  readonly where: readonly Sql[];
  /** Columns with the value of the order and the id of the post. */
  readonly order: readonly [string, string];
  /** Whether the post table is joined, as `shown`. */
  readonly hasPosts?: boolean;
}

/** A partial scan that finds too little is repeated this many times as far. */
const GROWTH_FACTOR = 8;

/**
 * Finds posts that match filters. All filter indexes have one order, so several filters are combined by scanning one index and
 * seeking in the others, without reading posts. Which index is short isn't known, so each is tried partially and then
 * farther: that costs little more than the shortest.
 */
export class PostListQueries {
  private readonly join: Sql;

  /** @param tried entries of an index that are scanned first */
  constructor(
    private readonly database: Database,
    private readonly tried: number,
  ) {
    this.join = sql.raw(this.isSqlite ? 'cross join' : 'straight_join');
  }

  /** Plans in the order of time, until one scans an index completely. */
  async *scanPlans(wanted: Wanted): AsyncGenerator<ScanPlan> {
    const filters = given(wanted.filters);
    const [first = null, ...more] = filters;
    if (more.length === 0) return yield { lead: first, looked: null };
    for (let looked = this.tried; ; looked *= GROWTH_FACTOR) {
      const lead = await this.shorter(wanted, looked);
      yield lead ? { lead, looked: null } : { lead: first, looked };
      if (lead) return;
    }
  }

  /** Plans in the hot order: a partial scan of its index, or with a null `looked` all matches of the shortest filter. */
  async *hotPlans(filters: PostFilters): AsyncGenerator<ScanPlan> {
    if (given(filters).length === 0) return yield { lead: null, looked: null };
    for (let looked = this.tried; ; looked *= GROWTH_FACTOR) {
      const lead = await this.shorter({ filters, place: null, direction: '<' }, looked);
      yield lead ? { lead, looked: null } : { lead: null, looked };
      if (lead) return;
    }
  }

  /** The filter with the shortest index, as far as `atMost` entries tell; null without filters. */
  async cheapestPlan(wanted: Wanted, atMost: number): Promise<Filter | null> {
    const [first = null, ...more] = given(wanted.filters);
    for (let looked = this.tried; more.length > 0 && looked <= atMost; looked *= GROWTH_FACTOR) {
      const lead = await this.shorter(wanted, looked);
      if (lead) return lead;
    }
    return first;
  }

  /** Scans an index in the order of time and applies all filters. */
  scan({ lead, looked }: ScanPlan, { filters, ...place }: Wanted): ScanPlanSql {
    const led = this.lead(lead ? FILTER_INDEXES[lead] : ORDER_INDEXES.at, 'at', {
      ...place,
      looked,
      value: filters[lead ?? 'tag'],
    });
    const others = given(filters).filter((filter) => filter !== lead);
    const scanned = others.reduce((scan, filter) => this.also(scan, filter, filters[filter], scan.order), led);
    return this.visible(scanned, filters);
  }

  /** Scans the index of another order and reads posts to apply filters. */
  scanOrder(by: PostTotals, looked: number | null, { filters, ...place }: Wanted): ScanPlanSql {
    const led = this.lead(ORDER_INDEXES[by], by, { ...place, looked, value: undefined });
    const requested = given(filters);
    if (requested.length === 0) return this.visible(led, filters);
    const posts = this.visible(this.withPosts(led), filters);
    return requested.reduce(
      (scan, filter) => this.also(scan, filter, filters[filter], ['shown.at', 'shown.id']),
      posts,
    );
  }

  /** Sorts the results of a scan by another order. */
  inOrder(
    by: PostTotals,
    scanPlanSql: ScanPlanSql,
    { place, direction }: Pick<Wanted, 'place' | 'direction'>,
  ): ScanPlanSql {
    const order = [`shown.${COLUMN[by]}`, 'shown.id'] as const;
    const posts = this.withPosts(scanPlanSql);
    return { ...posts, where: [...posts.where, ...(place ? [afterKeyset(order, direction, place)] : [])], order };
  }

  /** Joins the posts that a scan finds, as `shown`. */
  withPosts(scanPlanSql: ScanPlanSql): ScanPlanSql {
    if (scanPlanSql.hasPosts) return scanPlanSql;
    const { tables, where, order } = scanPlanSql;
    const shown = sql`shown.id = ${sql.ref(order[1])}`;
    return { order, tables: [...tables, sql`post as shown`], where: [...where, shown], hasPosts: true };
  }

  /** Leaves out hidden posts, and applies the rating filter, which needs the posts. */
  private visible(scanPlanSql: ScanPlanSql, { forEveryone = false }: PostFilters): ScanPlanSql {
    const posts = forEveryone ? this.withPosts(scanPlanSql) : scanPlanSql;
    const isForEverybody = forEveryone ? [sql`shown.content_rating = 'everyone'`] : [];
    return { ...posts, where: [...posts.where, isVisiblePost(scanPlanSql.order[1]), ...isForEverybody] };
  }

  /** A table as `alias` with an index hint: optimizers often choose a slower index. */
  scanAlong({ table, index }: Pick<IndexList, 'table' | 'index'>, alias: string): Sql {
    const hint = sql.raw(this.isSqlite ? 'indexed by' : 'force index');
    return sql`${sql.table(table)} as ${sql.ref(alias)} ${hint} ${this.isSqlite ? sql.ref(index) : sql`(${sql.ref(index)})`}`;
  }

  /** `from … where …` with a fixed join order. */
  read({ tables, where }: Pick<ScanPlanSql, 'tables' | 'where'>): Sql {
    const requested = where.length > 0 ? sql`where ${sql.join([...where], sql` and `)}` : sql``;
    return sql`from ${sql.join([...tables], sql` ${this.join} `)} ${requested}`;
  }

  /** The first results of a scan: `value` and `id`. */
  first(scanPlanSql: ScanPlanSql, limit: number): Sql {
    const [value, id] = scanPlanSql.order.map((column) => sql.ref(column));
    return sql`select ${value} as value, ${id} as id ${this.read(scanPlanSql)} order by ${value} desc, ${id} desc limit ${limit}`;
  }

  private get isSqlite(): boolean {
    return this.database.dialect === 'sqlite';
  }

  /** The filter with the shortest index below this length. One query. */
  async shorter(wanted: Wanted, than: number): Promise<Filter | undefined> {
    const filters = given(wanted.filters);
    if (filters.length === 0) return undefined;
    const sizes = filters.map((filter) => {
      const led = this.lead(FILTER_INDEXES[filter], 'at', { ...wanted, looked: null, value: wanted.filters[filter] });
      return sql`(select count(*) from (select 1 as one ${this.read(led)} limit ${than}) as some) as ${sql.ref(filter)}`;
    });
    const requested = sql<Record<Filter, number>>`select ${sql.join(sizes)}`;
    const counted = (await requested.execute(this.database.query())).rows[0];
    const short = filters.map((filter) => ({ filter, size: Number(counted?.[filter] ?? 0) }));
    return short.filter(({ size }) => size < than).sort((a, b) => a.size - b.size)[0]?.filter;
  }

  private lead(
    list: IndexList,
    value: 'at' | PostTotals,
    { place, direction, looked, value: passing }: Omit<Wanted, 'filters'> & Pick<ScanPlan, 'looked'> & Passing,
  ): ScanPlanSql {
    const order = [`lead.${COLUMN[value]}`, `lead.${list.id}`] as const;
    const tables = [this.scanAlong(list, 'lead')];
    const where = [
      ...(list.column === undefined ? [] : [sql`${sql.ref(`lead.${list.column}`)} = ${storedValue(list, passing)}`]),
      ...(place ? [afterKeyset(order, direction, place)] : []),
    ];
    if (looked === null) return { tables, where, order };
    const begun = this.first({ tables, where, order }, looked);
    return { tables: [sql`(${begun}) as lead`], where: [], order: ['lead.value', 'lead.id'] };
  }

  /** @param place columns with the time and id of the post */
  private also(
    scanPlanSql: ScanPlanSql,
    filter: Filter,
    value: string | undefined,
    place: ScanPlanSql['order'],
  ): ScanPlanSql {
    const list = FILTER_INDEXES[filter];
    const alias = `of_${filter}`;
    const same = [list.column, 'at', list.id].map((column) => sql.ref(`${alias}.${column}`));
    const [column, at, id] = same;
    const [placeAt, placeId] = place.map((name) => sql.ref(name));
    return {
      ...scanPlanSql,
      tables: [...scanPlanSql.tables, this.scanAlong(list, alias)],
      where: [
        ...scanPlanSql.where,
        sql`${column} = ${storedValue(list, value)} and ${at} = ${placeAt} and ${id} = ${placeId}`,
      ],
    };
  }
}

interface Passing {
  readonly value: string | undefined;
}

/** Tags are stored in lower case. */
const storedValue = ({ table }: IndexList, value = ''): string => (table === 'post_tag' ? value.toLowerCase() : value);
