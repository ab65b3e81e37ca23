import type { Database } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import type { PostCursor } from '../../domain/posts/post-pages.js';
import type { PostFilters } from '../../domain/posts/posts.js';

type Filter = keyof typeof PASSING;
type Sql = RawBuilder<unknown>;

/** Entries of an index, in which posts stand in an order: by `column`, if any, then a value and the post's id. */
interface List {
  readonly table: 'post' | 'post_tag' | 'post_lora';
  readonly index: string;
  readonly column?: string;
  readonly id: 'id' | 'post_id';
}

const ALL = {
  at: { table: 'post', index: 'post_new', id: 'id' },
  hot: { table: 'post', index: 'post_hot', id: 'id' },
  likes: { table: 'post', index: 'post_liked', id: 'id' },
} as const satisfies Record<string, List>;

/** What moves, and has an order of its own. */
type PostTotals = Exclude<keyof typeof ALL, 'at'>;

const COLUMN = { at: 'at', hot: 'hot_score', likes: 'likes' } as const satisfies Record<keyof typeof ALL, string>;

/** Those that pass a filter, in the order of time. */
const PASSING = {
  authorId: { table: 'post', index: 'post_of_author', column: 'author_id', id: 'id' },
  model: { table: 'post', index: 'post_of_model', column: 'model_id', id: 'id' },
  lora: { table: 'post_lora', index: 'post_lora_new', column: 'lora_id', id: 'post_id' },
  scheduler: { table: 'post', index: 'post_of_scheduler', column: 'scheduler', id: 'id' },
  tag: { table: 'post_tag', index: 'post_tag_new', column: 'tag', id: 'post_id' },
} as const satisfies Record<string, List & { readonly column: string }>;

const given = (filters: PostFilters): Filter[] =>
  (Object.keys(PASSING) as Filter[]).filter((filter) => filters[filter] !== undefined);

/** Said so that both databases seek to the place in the index of the two columns, instead of walking there. */
export const afterKeyset = (
  order: readonly [string, string],
  direction: '<' | '>',
  place: PostCursor,
): RawBuilder<boolean> => {
  const [value, id] = order.map((column) => sql.ref(column));
  const by = sql.raw(direction);
  return sql`${value} ${by}= ${place.value} and (${value} ${by} ${place.value} or ${id} ${by} ${place.id})`;
};

/** What is looked for: what passes filters, and comes after a place in the order or before it. */
export interface Wanted {
  readonly filters: PostFilters;
  readonly place: PostCursor | null;
  readonly direction: '<' | '>';
}

/** Which list is gone along. `looked`: so many entries and no more; null where it is gone to its end. */
export interface ScanPlan {
  readonly lead: Filter | null;
  readonly looked: number | null;
}

/** Tables in the order in which they are read, and what is asked of them: a list that leads, and what else is looked up. */
export interface ScanPlanSql {
  readonly tables: readonly Sql[];
  readonly where: readonly Sql[];
  /** The value of the order, and the id of the post. */
  readonly order: readonly [string, string];
  /** Whether posts themselves are read, as `shown`. */
  readonly hasPosts?: boolean;
}

/** A road that may be a long one is tried a part of the way; then so many times as far. */
const FARTHER = 8;

/**
 * Posts that pass filters. All lists of filters have one order, so that what passes several is found by going along one list and
 * seeking in the others: entries of indexes alone, no post is read. Which list is short nobody knows, so all are tried a part
 * of the way, and then farther: that costs little more than the shortest.
 */
export class PostListQueries {
  private readonly join: Sql;

  /** @param tried so many entries of a list are tried at first */
  constructor(
    private readonly database: Database,
    private readonly tried: number,
  ) {
    this.join = sql.raw(this.isSqlite ? 'cross join' : 'straight_join');
  }

  /** The roads to what passes filters, until one of them comes to an end. */
  async *scanPlans(wanted: Wanted): AsyncGenerator<ScanPlan> {
    const filters = given(wanted.filters);
    const [first = null, ...more] = filters;
    if (more.length === 0) return yield { lead: first, looked: null };
    for (let looked = this.tried; ; looked *= FARTHER) {
      const lead = await this.shorter(wanted, looked);
      yield lead ? { lead, looked: null } : { lead: first, looked };
      if (lead) return;
    }
  }

  /** In the order of hot: going along it as far as a number says, or, where that says null, all that passes. */
  async *roadsToHot(filters: PostFilters): AsyncGenerator<ScanPlan> {
    if (given(filters).length === 0) return yield { lead: null, looked: null };
    for (let looked = this.tried; ; looked *= FARTHER) {
      const lead = await this.shorter({ filters, place: null, direction: '<' }, looked);
      yield lead ? { lead, looked: null } : { lead: null, looked };
      if (lead) return;
    }
  }

  /** The list of a filter that is the shortest, as far as a look at so many entries tells; null without filters. */
  async cheapestPlan(wanted: Wanted, atMost: number): Promise<Filter | null> {
    const [first = null, ...more] = given(wanted.filters);
    for (let looked = this.tried; more.length > 0 && looked <= atMost; looked *= FARTHER) {
      const lead = await this.shorter(wanted, looked);
      if (lead) return lead;
    }
    return first;
  }

  /** Goes along a list in the order of time, for what passes all filters. */
  scan({ lead, looked }: ScanPlan, { filters, ...place }: Wanted): ScanPlanSql {
    const led = this.lead(lead ? PASSING[lead] : ALL.at, 'at', { ...place, looked, value: filters[lead ?? 'tag'] });
    const others = given(filters).filter((filter) => filter !== lead);
    const walked = others.reduce((walk, filter) => this.also(walk, filter, filters[filter], walk.order), led);
    return this.seen(walked, filters);
  }

  /** Goes along an order that no list of a filter has: posts are read. */
  walkBy(by: PostTotals, looked: number | null, { filters, ...place }: Wanted): ScanPlanSql {
    const led = this.lead(ALL[by], by, { ...place, looked, value: undefined });
    const asked = given(filters);
    if (asked.length === 0) return this.seen(led, filters);
    const posts = this.seen(this.withPosts(led), filters);
    return asked.reduce((walk, filter) => this.also(walk, filter, filters[filter], ['shown.at', 'shown.id']), posts);
  }

  /** Puts what a walk finds into such an order. */
  inOrder(
    by: PostTotals,
    scanPlanSql: ScanPlanSql,
    { place, direction }: Pick<Wanted, 'place' | 'direction'>,
  ): ScanPlanSql {
    const order = [`shown.${COLUMN[by]}`, 'shown.id'] as const;
    const posts = this.withPosts(scanPlanSql);
    return { ...posts, where: [...posts.where, ...(place ? [afterKeyset(order, direction, place)] : [])], order };
  }

  /** Posts that a walk finds, as `shown`. */
  withPosts(scanPlanSql: ScanPlanSql): ScanPlanSql {
    if (scanPlanSql.hasPosts) return scanPlanSql;
    const { tables, where, order } = scanPlanSql;
    const shown = sql`shown.id = ${sql.ref(order[1])}`;
    return { order, tables: [...tables, sql`post as shown`], where: [...where, shown], hasPosts: true };
  }

  /** Of a walk what whoever asks is to see: for that posts themselves are read. */
  private seen(scanPlanSql: ScanPlanSql, { forEverybody = false }: PostFilters): ScanPlanSql {
    if (!forEverybody) return scanPlanSql;
    const posts = this.withPosts(scanPlanSql);
    return { ...posts, where: [...posts.where, sql`shown.content_rating = 'everyone'`] };
  }

  /** A table as `alias`, read along one of its indexes: the optimizers would often rather read the rows of another one. */
  scanAlong({ table, index }: Pick<List, 'table' | 'index'>, alias: string): Sql {
    const hint = sql.raw(this.isSqlite ? 'indexed by' : 'force index');
    return sql`${sql.table(table)} as ${sql.ref(alias)} ${hint} ${this.isSqlite ? sql.ref(index) : sql`(${sql.ref(index)})`}`;
  }

  /** `from … where …`, read in this order. */
  read({ tables, where }: Pick<ScanPlanSql, 'tables' | 'where'>): Sql {
    const asked = where.length > 0 ? sql`where ${sql.join([...where], sql` and `)}` : sql``;
    return sql`from ${sql.join([...tables], sql` ${this.join} `)} ${asked}`;
  }

  /** The first of a walk: `value` and `id`. */
  first(scanPlanSql: ScanPlanSql, limit: number): Sql {
    const [value, id] = scanPlanSql.order.map((column) => sql.ref(column));
    return sql`select ${value} as value, ${id} as id ${this.read(scanPlanSql)} order by ${value} desc, ${id} desc limit ${limit}`;
  }

  private get isSqlite(): boolean {
    return this.database.dialect === 'sqlite';
  }

  /** The shortest of the lists with less than so many entries. One query. */
  async shorter(wanted: Wanted, than: number): Promise<Filter | undefined> {
    const filters = given(wanted.filters);
    if (filters.length === 0) return undefined;
    const sizes = filters.map((filter) => {
      const led = this.lead(PASSING[filter], 'at', { ...wanted, looked: null, value: wanted.filters[filter] });
      return sql`(select count(*) from (select 1 as one ${this.read(led)} limit ${than}) as some) as ${sql.ref(filter)}`;
    });
    const asked = sql<Record<Filter, number>>`select ${sql.join(sizes)}`;
    const counted = (await asked.execute(this.database.query())).rows[0];
    const short = filters.map((filter) => ({ filter, size: Number(counted?.[filter] ?? 0) }));
    return short.filter(({ size }) => size < than).sort((a, b) => a.size - b.size)[0]?.filter;
  }

  private lead(
    list: List,
    value: 'at' | PostTotals,
    { place, direction, looked, value: passing }: Omit<Wanted, 'filters'> & Pick<ScanPlan, 'looked'> & Passing,
  ): ScanPlanSql {
    const order = [`lead.${COLUMN[value]}`, `lead.${list.id}`] as const;
    const tables = [this.scanAlong(list, 'lead')];
    const where = [
      ...(list.column === undefined ? [] : [sql`${sql.ref(`lead.${list.column}`)} = ${kept(list, passing)}`]),
      ...(place ? [afterKeyset(order, direction, place)] : []),
    ];
    if (looked === null) return { tables, where, order };
    const begun = this.first({ tables, where, order }, looked);
    return { tables: [sql`(${begun}) as lead`], where: [], order: ['lead.value', 'lead.id'] };
  }

  /** @param place where a post stands in the order of time */
  private also(
    scanPlanSql: ScanPlanSql,
    filter: Filter,
    value: string | undefined,
    place: ScanPlanSql['order'],
  ): ScanPlanSql {
    const list = PASSING[filter];
    const alias = `of_${filter}`;
    const same = [list.column, 'at', list.id].map((column) => sql.ref(`${alias}.${column}`));
    const [column, at, id] = same;
    const [placeAt, placeId] = place.map((name) => sql.ref(name));
    return {
      ...scanPlanSql,
      tables: [...scanPlanSql.tables, this.scanAlong(list, alias)],
      where: [
        ...scanPlanSql.where,
        sql`${column} = ${kept(list, value)} and ${at} = ${placeAt} and ${id} = ${placeId}`,
      ],
    };
  }
}

interface Passing {
  readonly value: string | undefined;
}

/** Tags are kept in lower case, however they are asked for. */
const kept = ({ table }: List, value = ''): string => (table === 'post_tag' ? value.toLowerCase() : value);
