import { toBooleanQuery, type Database, isUniqueViolation, sortLongestFirst } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import type { SearchFilters, PostSearch } from '../../domain/search/post-search-index.js';
import { PostListQueries, type ScanPlanSql } from '../posts/post-list-queries.js';
import { filterConditions, orderOf, timeOf } from './post-filters-sql.js';
import { MysqlIndexScan, type ScanPlan, type ScannedRow } from './mysql-index-scan.js';
import { authorTokens, type PostTokens, type PostWordTable, type TierSearch } from './post-word-table.js';

/** So many entries of the lists of filters are counted at first, to know the shortest; and no more than so many. */
const TRIED = 500;
const LONG = 4_000;
/** Of fewer that pass a filter the most liked are found by putting them in order. */
const FEW = 2_000;

/**
 * InnoDB's FULLTEXT, in boolean mode, for words alone; what narrows them, and searches without words, go by ordinary indexes, and
 * so do words that many posts have.
 */
export class MysqlPostSearchIndex implements PostWordTable {
  private readonly scan: MysqlIndexScan;
  private readonly lists: PostListQueries;

  constructor(private readonly database: Database) {
    this.scan = new MysqlIndexScan(database);
    this.lists = new PostListQueries(database, TRIED);
  }

  async insert(number: number, { head, body }: PostTokens): Promise<boolean> {
    try {
      await sql`insert into post_search (number, head, body) values (${number}, ${head}, ${body})`.execute(
        this.database.query(),
      );
      return true;
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      return false;
    }
  }

  async remove(numbers: readonly number[]): Promise<void> {
    if (numbers.length === 0) return;
    await sql`delete from post_search where number in (${sql.join(numbers)})`.execute(this.database.query());
  }

  async find({ by, after, limit, ...search }: TierSearch): Promise<ScannedRow[]> {
    const walk = await this.walkOf(search.filters, by, after);
    if (search.parts.length === 0) return numbered(await this.run<ScannedRow>(this.along(walk)(limit)));
    const walked = await this.scan.find(this.along(walk), { ...search, limit, whole: await this.whole(search) });
    if (walked) return walked;
    const order = orderOf(by);
    const where = [...worded(search), ...filterConditions(search), ...order.after(after)];
    return numbered(
      await this.run<ScannedRow>(sql`select ${order.value} as value, post.id from ${WORDED}
        where ${sql.join(where, sql` and `)} order by ${order.by} limit ${limit}`),
    );
  }

  async count(search: Pick<PostSearch, 'parts' | 'filters'>, atMost: number): Promise<number> {
    if (search.parts.length === 0) return this.countPassing(search.filters, atMost);
    const walk = await this.walkOf(search.filters, 'number', null);
    const walked = await this.scan.count(
      this.along(walk),
      { parts: search.parts, whole: await this.whole(search) },
      atMost,
    );
    if (walked !== null) return walked;
    const where = [...worded({ ...search, tier: 'all' }), ...filterConditions(search)];
    return this.countOf(sql`select 1 as one from ${WORDED} where ${sql.join(where, sql` and `)} limit ${atMost}`);
  }

  private async countPassing(filters: SearchFilters, atMost: number): Promise<number> {
    const wanted = { filters, place: null, direction: '<' } as const;
    for await (const road of this.lists.scanPlans(wanted)) {
      const walk = this.lists.scan(road, wanted);
      const passing = await this.countOf(sql`select 1 as one ${this.lists.read(walk)} limit ${atMost}`);
      if (road.looked === null || passing === atMost) return passing;
    }
    return 0;
  }

  /** Where a filter leaves few posts, all of them are compared: so many at most. Null where it leaves more. */
  private async whole({ filters }: Pick<PostSearch, 'filters'>): Promise<number | null> {
    return (await this.lists.shorter({ filters, place: null, direction: '<' }, FEW)) ? FEW : null;
  }

  /** Through the posts that pass the filters: they are found in the lists of filters, whatever the order. */
  private async walkOf(filters: SearchFilters, by: TierSearch['by'], after: TierSearch['after']): Promise<ScanPlanSql> {
    const wanted = { filters, place: after && (by === 'number' ? timeOf(after) : after), direction: '<' } as const;
    if (by === 'number') {
      const lead = await this.lists.cheapestPlan(wanted, LONG);
      return this.lists.scan({ lead, looked: null }, wanted);
    }
    const all = { ...wanted, place: null };
    const { forEverybody: _forEverybody, ...narrowing } = filters;
    const isOne = Object.values(narrowing).filter((filter) => filter !== undefined).length <= 1;
    const lead = isOne ? await this.lists.shorter(all, FEW) : await this.lists.cheapestPlan(all, LONG);
    if (!lead) return this.lists.walkBy('likes', null, wanted);
    return this.lists.inOrder('likes', this.lists.scan({ lead, looked: null }, all), wanted);
  }

  private along(scanPlanSql: ScanPlanSql): ScanPlan {
    const posts = this.lists.withPosts(scanPlanSql);
    const [rank, id] = posts.order.map((column) => sql.ref(column));
    const value = sql.ref(posts.order[0].endsWith('.at') ? 'shown.search_row_number' : posts.order[0]);
    const from = this.lists.read({ ...posts, where: [...posts.where, sql`shown.search_row_number is not null`] });
    return (steps) => sql`select shown.id, shown.search_row_number, ${value} as value, ${rank} as stands ${from}
      order by ${rank} desc, ${id} desc limit ${steps}`;
  }

  private async countOf(some: RawBuilder<unknown>): Promise<number> {
    const [counted] = await this.run<{ count: number }>(sql`select count(*) as count from (${some}) counted`);
    return Number(counted?.count ?? 0);
  }

  private async run<Row>(asked: RawBuilder<unknown>): Promise<Row[]> {
    return (await (asked as RawBuilder<Row>).execute(this.database.query())).rows;
  }
}

const WORDED = sql`post_search join post on post.search_row_number = post_search.number`;
const numbered = (rows: readonly ScannedRow[]): ScannedRow[] =>
  rows.map(({ id, value }) => ({ id, value: Number(value) }));

type Asked = Pick<TierSearch, 'parts' | 'tier'>;

function worded({ parts, tier }: Asked): RawBuilder<unknown>[] {
  const words = asked(parts);
  const inHead = sql`match (post_search.head) against (${words} in boolean mode)`;
  if (tier === 0) return [inHead];
  const anywhere = sql`match (post_search.head, post_search.body) against (${words} in boolean mode)`;
  return tier === 1 ? [anywhere, sql`not ${inHead}`] : [anywhere];
}

/** (all words) or author, for each part: said as (word or author) for each word. */
const asked = (parts: PostSearch['parts']): string =>
  parts
    .flatMap((part) => part.terms.map((term) => ({ term, authors: authorTokens(part) })))
    .sort((a, b) => sortLongestFirst(a.term, b.term))
    .map(({ term, authors }) => toBooleanQuery(term, authors))
    .join(' ');
