import { toBooleanQuery, type Database, isUniqueViolation, sortLongestFirst } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import type { SearchFilters, PostSearch } from '../../domain/search/post-search.js';
import { PostListQueries, type ScanPlanSql } from '../posts/post-list-queries.js';
import { filterConditions, orderOf, timeOf } from './post-filters-sql.js';
import { MysqlIndexScan, type ScanPlan, type ScannedRow } from './mysql-index-scan.js';
import { authorTokens, type PostTokens, type PostWordTable, type TierSearch } from './post-word-table.js';

/** Index entries counted first and at most, to find the shortest filter. */
const FIRST_COUNT = 500;
const MAX_COUNT = 4_000;
/** Fewer matches of a filter are sorted by likes instead of scanned in that order. */
const MAX_SORTED = 2_000;

/**
 * InnoDB FULLTEXT in boolean mode for rare words. Filters, searches without words, and frequent words use ordinary indexes.
 */
export class MysqlPostSearchIndex implements PostWordTable {
  private readonly scan: MysqlIndexScan;
  private readonly lists: PostListQueries;

  constructor(private readonly database: Database) {
    this.scan = new MysqlIndexScan(database);
    this.lists = new PostListQueries(database, FIRST_COUNT);
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
    const indexScan = await this.scanOf(search.filters, by, after);
    if (search.parts.length === 0) return numbered(await this.run<ScannedRow>(this.along(indexScan)(limit)));
    const scanned = await this.scan.find(this.along(indexScan), { ...search, limit, whole: await this.whole(search) });
    if (scanned) return scanned;
    const order = orderOf(by);
    const where = [...fullTextConditions(search), ...filterConditions(search), ...order.after(after)];
    return numbered(
      await this.run<ScannedRow>(sql`select ${order.value} as value, post.id from ${SEARCHED_POSTS}
        where ${sql.join(where, sql` and `)} order by ${order.by} limit ${limit}`),
    );
  }

  async count(search: Pick<PostSearch, 'parts' | 'filters'>, atMost: number): Promise<number> {
    if (search.parts.length === 0) return this.countPassing(search.filters, atMost);
    const indexScan = await this.scanOf(search.filters, 'number', null);
    const scanned = await this.scan.count(
      this.along(indexScan),
      { parts: search.parts, whole: await this.whole(search) },
      atMost,
    );
    if (scanned !== null) return scanned;
    const where = [...fullTextConditions({ ...search, tier: 'all' }), ...filterConditions(search)];
    return this.countOf(
      sql`select 1 as one from ${SEARCHED_POSTS} where ${sql.join(where, sql` and `)} limit ${atMost}`,
    );
  }

  private async countPassing(filters: SearchFilters, atMost: number): Promise<number> {
    const wanted = { filters, place: null, direction: '<' } as const;
    for await (const plan of this.lists.scanPlans(wanted)) {
      const indexScan = this.lists.scan(plan, wanted);
      const passing = await this.countOf(sql`select 1 as one ${this.lists.read(indexScan)} limit ${atMost}`);
      if (plan.looked === null || passing === atMost) return passing;
    }
    return 0;
  }

  /** An upper bound when a filter leaves few posts, so that all are compared; null otherwise. */
  private async whole({ filters }: Pick<PostSearch, 'filters'>): Promise<number | null> {
    return (await this.lists.shorter({ filters, place: null, direction: '<' }, MAX_SORTED)) ? MAX_SORTED : null;
  }

  /** Scans posts that match the filters, in either order. */
  private async scanOf(filters: SearchFilters, by: TierSearch['by'], after: TierSearch['after']): Promise<ScanPlanSql> {
    const wanted = { filters, place: after && (by === 'number' ? timeOf(after) : after), direction: '<' } as const;
    if (by === 'number') {
      const lead = await this.lists.cheapestPlan(wanted, MAX_COUNT);
      return this.lists.scan({ lead, looked: null }, wanted);
    }
    const all = { ...wanted, place: null };
    const { forEveryone: _forEveryone, ...narrowing } = filters;
    const isOne = Object.values(narrowing).filter((filter) => filter !== undefined).length <= 1;
    const lead = isOne ? await this.lists.shorter(all, MAX_SORTED) : await this.lists.cheapestPlan(all, MAX_COUNT);
    if (!lead) return this.lists.scanOrder('likes', null, wanted);
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

const SEARCHED_POSTS = sql`post_search join post on post.search_row_number = post_search.number`;
const numbered = (rows: readonly ScannedRow[]): ScannedRow[] =>
  rows.map(({ id, value }) => ({ id, value: Number(value) }));

type TierClauses = Pick<TierSearch, 'parts' | 'tier'>;

function fullTextConditions({ parts, tier }: TierClauses): RawBuilder<unknown>[] {
  const words = asked(parts);
  const inHead = sql`match (post_search.head) against (${words} in boolean mode)`;
  if (tier === 0) return [inHead];
  const anywhere = sql`match (post_search.head, post_search.body) against (${words} in boolean mode)`;
  return tier === 1 ? [anywhere, sql`not ${inHead}`] : [anywhere];
}

/** (all words) or author, rewritten as (word or author) for each word. */
const asked = (parts: PostSearch['parts']): string =>
  parts
    .flatMap((part) => part.terms.map((term) => ({ term, authors: authorTokens(part) })))
    .sort((a, b) => sortLongestFirst(a.term, b.term))
    .map(({ term, authors }) => toBooleanQuery(term, authors))
    .join(' ');
