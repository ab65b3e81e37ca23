import type { Database } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import { type PostCursor, type PostFilters } from '../../domain/posts/post-pages.js';
import type { PostAddition } from '../../domain/posts/post.js';
import { isVisiblePost } from './visible-post.js';

type Filter = keyof typeof FILTER_INDEXES;
type Sql = RawBuilder<unknown>;

/** An index with posts in an order: by `column`, if any, then by a value and the post's id. */
interface PostIndex {
  readonly table: 'post' | 'post_tag' | 'post_addition';
  readonly index: string;
  readonly column?: string;
  readonly id: 'id' | 'post_id';
  /** Of an addition; the first column of its index. */
  readonly kind?: PostAddition['kind'];
}

const ORDER_INDEXES = {
  at: { table: 'post', index: 'post_new', id: 'id' },
  hot: { table: 'post', index: 'post_hot', id: 'id' },
  likes: { table: 'post', index: 'post_liked', id: 'id' },
} as const satisfies Record<string, PostIndex>;

/** Orders by a value that changes and has its own index. */
type Ranking = Exclude<keyof typeof ORDER_INDEXES, 'at'>;

const ORDER_COLUMNS = { at: 'at', hot: 'hot_score', likes: 'likes' } as const satisfies Record<
  keyof typeof ORDER_INDEXES,
  string
>;

const indexOf = <K extends PostAddition['kind']>(kind: K) =>
  ({ table: 'post_addition', index: 'post_addition_new', column: 'addition_id', id: 'post_id', kind }) as const;

/** Indexes of filters, ordered by time. */
const FILTER_INDEXES = {
  authorId: { table: 'post', index: 'post_of_author', column: 'author_id', id: 'id' },
  model: { table: 'post', index: 'post_of_model', column: 'model_id', id: 'id' },
  lora: indexOf('lora'),
  embedding: indexOf('embedding'),
  vae: indexOf('vae'),
  controlnet: indexOf('controlnet'),
  upscaler: indexOf('upscaler'),
  scheduler: { table: 'post', index: 'post_of_scheduler', column: 'scheduler', id: 'id' },
  tag: { table: 'post_tag', index: 'post_tag_new', column: 'tag', id: 'post_id' },
} as const satisfies Record<string, PostIndex & { readonly column: string }>;

const activeFilters = (filters: PostFilters): Filter[] =>
  (Object.keys(FILTER_INDEXES) as Filter[]).filter((filter) => filters[filter] !== undefined);

/** Written so that both databases seek in the index of the two columns instead of scanning it. */
export const keysetCondition = (
  order: readonly [string, string],
  direction: '<' | '>',
  cursor: PostCursor,
): RawBuilder<boolean> => {
  const [value, id] = order.map((column) => sql.ref(column));
  const operator = sql.raw(direction);
  return sql`${value} ${operator}= ${cursor.value} and (${value} ${operator} ${cursor.value} or ${id} ${operator} ${cursor.id})`;
};

/** The filters, and a position in the order with a direction. */
export interface ScanRequest {
  readonly filters: PostFilters;
  readonly cursor: PostCursor | null;
  readonly direction: '<' | '>';
}

/** Which index is scanned: that of a filter, or the one of the order. */
export interface ScanPlan {
  readonly scannedFilter: Filter | null;
  /** How many entries are scanned; null for all. */
  readonly maxEntries: number | null;
}

/** Tables in the order in which they are joined: the scanned index first, then lookups. */
export interface ScanSql {
  readonly tables: readonly Sql[];
  readonly where: readonly Sql[];
  /** Columns with the value of the order and the id of the post. */
  readonly order: readonly [string, string];
  /** Whether the post table is joined, as `joined_post`. */
  readonly hasPosts?: boolean;
}

/** A partial scan that finds too little is repeated this many times as far. */
const GROWTH_FACTOR = 8;

/**
 * Finds posts that match filters. All filter indexes have one order, so several filters are combined by scanning one index and
 * seeking in the others, without reading posts. Which index is short isn't known, so each is scanned partially and then
 * farther: that costs little more than the shortest.
 */
export class PostListQueries {
  private readonly join: Sql;

  /** @param firstScanLength entries of an index that are scanned first */
  constructor(
    private readonly database: Database,
    private readonly firstScanLength: number,
  ) {
    this.join = sql.raw(this.isSqlite ? 'cross join' : 'straight_join');
  }

  /** Plans in the order of time, until one scans an index completely. */
  async *scanPlans(request: ScanRequest): AsyncGenerator<ScanPlan> {
    const [firstFilter = null, ...otherFilters] = activeFilters(request.filters);
    if (otherFilters.length === 0) return yield { scannedFilter: firstFilter, maxEntries: null };
    for (let maxEntries = this.firstScanLength; ; maxEntries *= GROWTH_FACTOR) {
      const shortest = await this.shortestBelow(request, maxEntries);
      yield shortest ? { scannedFilter: shortest, maxEntries: null } : { scannedFilter: firstFilter, maxEntries };
      if (shortest) return;
    }
  }

  /** Plans in the hot order: a partial scan of its index, or without a maximum all matches of the shortest filter. */
  async *hotPlans(filters: PostFilters): AsyncGenerator<ScanPlan> {
    if (activeFilters(filters).length === 0) return yield { scannedFilter: null, maxEntries: null };
    for (let maxEntries = this.firstScanLength; ; maxEntries *= GROWTH_FACTOR) {
      const shortest = await this.shortestBelow({ filters, cursor: null, direction: '<' }, maxEntries);
      yield shortest ? { scannedFilter: shortest, maxEntries: null } : { scannedFilter: null, maxEntries };
      if (shortest) return;
    }
  }

  /** The filter with the shortest index, as far as `atMost` entries tell; null without filters. */
  async cheapestFilter(request: ScanRequest, atMost: number): Promise<Filter | null> {
    const [firstFilter = null, ...otherFilters] = activeFilters(request.filters);
    if (otherFilters.length === 0) return firstFilter;
    for (let length = this.firstScanLength; length <= atMost; length *= GROWTH_FACTOR) {
      const shortest = await this.shortestBelow(request, length);
      if (shortest) return shortest;
    }
    return firstFilter;
  }

  /** Scans an index in the order of time and applies all filters. */
  scan({ scannedFilter, maxEntries }: ScanPlan, { filters, ...range }: ScanRequest): ScanSql {
    const indexScan = this.scanIndex(scannedFilter ? FILTER_INDEXES[scannedFilter] : ORDER_INDEXES.at, 'at', {
      ...range,
      maxEntries,
      filterValue: filters[scannedFilter ?? 'tag'],
    });
    const otherFilters = activeFilters(filters).filter((filter) => filter !== scannedFilter);
    const filtered = otherFilters.reduce(
      (scan, filter) => this.joinFilter(scan, filter, filters[filter], scan.order),
      indexScan,
    );
    return this.onlyVisible(filtered, filters);
  }

  /** Scans the index of a ranking and reads posts to apply filters. */
  scanRanking(ranking: Ranking, maxEntries: number | null, { filters, ...range }: ScanRequest): ScanSql {
    const indexScan = this.scanIndex(ORDER_INDEXES[ranking], ranking, { ...range, maxEntries, filterValue: undefined });
    const filterNames = activeFilters(filters);
    if (filterNames.length === 0) return this.onlyVisible(indexScan, filters);
    const posts = this.onlyVisible(this.joinPosts(indexScan), filters);
    return filterNames.reduce(
      (scan, filter) => this.joinFilter(scan, filter, filters[filter], ['joined_post.at', 'joined_post.id']),
      posts,
    );
  }

  /** Sorts the results of a scan by a ranking. */
  sortByRanking(
    ranking: Ranking,
    scan: ScanSql,
    { cursor, direction }: Pick<ScanRequest, 'cursor' | 'direction'>,
  ): ScanSql {
    const order = [`joined_post.${ORDER_COLUMNS[ranking]}`, 'joined_post.id'] as const;
    const posts = this.joinPosts(scan);
    return { ...posts, where: [...posts.where, ...(cursor ? [keysetCondition(order, direction, cursor)] : [])], order };
  }

  /** Joins the posts that a scan finds, as `joined_post`. */
  joinPosts(scan: ScanSql): ScanSql {
    if (scan.hasPosts) return scan;
    const { tables, where, order } = scan;
    const isScanned = sql`joined_post.id = ${sql.ref(order[1])}`;
    return { order, tables: [...tables, sql`post as joined_post`], where: [...where, isScanned], hasPosts: true };
  }

  /** Leaves out hidden posts, and applies the rating filter, which needs the posts. */
  private onlyVisible(scan: ScanSql, { forEveryone = false }: PostFilters): ScanSql {
    const posts = forEveryone ? this.joinPosts(scan) : scan;
    const ratingConditions = forEveryone ? [sql`joined_post.content_rating = 'everyone'`] : [];
    return { ...posts, where: [...posts.where, isVisiblePost(scan.order[1]), ...ratingConditions] };
  }

  /** A table as `alias` with an index hint: optimizers often choose a slower index. */
  indexedTable({ table, index }: Pick<PostIndex, 'table' | 'index'>, alias: string): Sql {
    const hint = sql.raw(this.isSqlite ? 'indexed by' : 'force index');
    return sql`${sql.table(table)} as ${sql.ref(alias)} ${hint} ${this.isSqlite ? sql.ref(index) : sql`(${sql.ref(index)})`}`;
  }

  /** `from … where …` with a fixed join order. */
  fromClause({ tables, where }: Pick<ScanSql, 'tables' | 'where'>): Sql {
    const whereClause = where.length > 0 ? sql`where ${sql.join([...where], sql` and `)}` : sql``;
    return sql`from ${sql.join([...tables], sql` ${this.join} `)} ${whereClause}`;
  }

  /** The first results of a scan: `value` and `id`. */
  selectFirst(scan: ScanSql, limit: number): Sql {
    const [value, id] = scan.order.map((column) => sql.ref(column));
    return sql`select ${value} as value, ${id} as id ${this.fromClause(scan)} order by ${value} desc, ${id} desc limit ${limit}`;
  }

  private get isSqlite(): boolean {
    return this.database.dialect === 'sqlite';
  }

  /** The filter with the shortest index, if it has fewer entries. One query. */
  async shortestBelow(request: ScanRequest, maxEntries: number): Promise<Filter | undefined> {
    const { filters, ...range } = request;
    const filterNames = activeFilters(filters);
    if (filterNames.length === 0) return undefined;
    const lengths = filterNames.map((filter) => {
      const scan = this.scanIndex(FILTER_INDEXES[filter], 'at', {
        ...range,
        maxEntries: null,
        filterValue: filters[filter],
      });
      const entries = sql`select 1 as one ${this.fromClause(scan)} limit ${maxEntries}`;
      return sql`(select count(*) from (${entries}) as scanned_entry) as ${sql.ref(filter)}`;
    });
    const query = sql<Record<Filter, number>>`select ${sql.join(lengths)}`;
    const row = (await query.execute(this.database.query())).rows[0];
    const indexes = filterNames.map((filter) => ({ filter, length: Number(row?.[filter] ?? 0) }));
    return indexes.filter(({ length }) => length < maxEntries).sort((a, b) => a.length - b.length)[0]?.filter;
  }

  private scanIndex(
    index: PostIndex,
    order: 'at' | Ranking,
    { cursor, direction, maxEntries, filterValue }: IndexScan,
  ): ScanSql {
    const columns = [`scanned.${ORDER_COLUMNS[order]}`, `scanned.${index.id}`] as const;
    const tables = [this.indexedTable(index, 'scanned')];
    const where = [
      ...(index.column === undefined
        ? []
        : [
            ...ofKind(index, 'scanned'),
            sql`${sql.ref(`scanned.${index.column}`)} = ${storedValue(index, filterValue)}`,
          ]),
      ...(cursor ? [keysetCondition(columns, direction, cursor)] : []),
    ];
    if (maxEntries === null) return { tables, where, order: columns };
    const firstEntries = this.selectFirst({ tables, where, order: columns }, maxEntries);
    return { tables: [sql`(${firstEntries}) as scanned`], where: [], order: ['scanned.value', 'scanned.id'] };
  }

  /** @param postKey columns with the time and id of the post */
  private joinFilter(scan: ScanSql, filter: Filter, value: string | undefined, postKey: ScanSql['order']): ScanSql {
    const index = FILTER_INDEXES[filter];
    const alias = `of_${filter}`;
    const [column, at, id] = [index.column, 'at', index.id].map((name) => sql.ref(`${alias}.${name}`));
    const [postAt, postId] = postKey.map((name) => sql.ref(name));
    const matches = sql`${column} = ${storedValue(index, value)} and ${at} = ${postAt} and ${id} = ${postId}`;
    return {
      ...scan,
      tables: [...scan.tables, this.indexedTable(index, alias)],
      where: [...scan.where, ...ofKind(index, alias), matches],
    };
  }
}

interface IndexScan extends Omit<ScanRequest, 'filters'>, Pick<ScanPlan, 'maxEntries'> {
  /** Undefined for an index without a filter. */
  readonly filterValue: string | undefined;
}

const ofKind = ({ kind }: PostIndex, alias: string): Sql[] =>
  kind === undefined ? [] : [sql`${sql.ref(`${alias}.kind`)} = ${kind}`];

/** Tags are stored in lower case. */
const storedValue = ({ table }: PostIndex, value = ''): string => (table === 'post_tag' ? value.toLowerCase() : value);
