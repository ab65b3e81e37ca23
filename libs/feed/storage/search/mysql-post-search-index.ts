import { toBooleanQuery, type Database, isUniqueViolation, sortLongestFirst } from '@visionary/platform/database';
import type { QueryTerm } from '@visionary/kernel';
import { type RawBuilder, sql } from 'kysely';
import type { SearchFilters, PostSearch } from '../../domain/search/post-search.js';
import { PostListQueries, type ScanSql } from '../posts/post-list-queries.js';
import { filterConditions, orderOf, timeOf } from './post-filters-sql.js';
import { MysqlIndexScan, type SelectFirst, type ScannedRow } from './mysql-index-scan.js';
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

  async find({ order, after, limit, ...search }: TierSearch): Promise<ScannedRow[]> {
    const indexScan = await this.filterScan(search.filters, order, after);
    if (search.clauses.length === 0) {
      return withNumericValues(await this.run<ScannedRow>(this.selectFrom(indexScan)(limit)));
    }
    const rows = await this.scan.find(this.selectFrom(indexScan), {
      ...search,
      limit,
      maxPosts: await this.maxFilteredPosts(search.filters),
    });
    if (rows) return rows;
    const ordering = orderOf(order);
    const where = [...fullTextConditions(search), ...filterConditions(search), ...ordering.after(after)];
    return withNumericValues(
      await this.run<ScannedRow>(sql`select ${ordering.value} as value, post.id from ${SEARCHED_POSTS}
        where ${sql.join(where, sql` and `)} order by ${ordering.orderBy} limit ${limit}`),
    );
  }

  async count(search: Pick<PostSearch, 'clauses' | 'filters'>, atMost: number): Promise<number> {
    if (search.clauses.length === 0) return this.countFiltered(search.filters, atMost);
    const indexScan = await this.filterScan(search.filters, 'number', null);
    const count = await this.scan.count(
      this.selectFrom(indexScan),
      { clauses: search.clauses, maxPosts: await this.maxFilteredPosts(search.filters) },
      atMost,
    );
    if (count !== null) return count;
    const where = [...fullTextConditions({ ...search, tier: 'all' }), ...filterConditions(search)];
    return this.countOf(
      sql`select 1 as one from ${SEARCHED_POSTS} where ${sql.join(where, sql` and `)} limit ${atMost}`,
    );
  }

  private async countFiltered(filters: SearchFilters, atMost: number): Promise<number> {
    const request = { filters, cursor: null, direction: '<' } as const;
    for await (const plan of this.lists.scanPlans(request)) {
      const indexScan = this.lists.scan(plan, request);
      const count = await this.countOf(sql`select 1 as one ${this.lists.fromClause(indexScan)} limit ${atMost}`);
      if (plan.maxEntries === null || count === atMost) return count;
    }
    return 0;
  }

  /** An upper bound when a filter leaves few posts, so that all are compared; null otherwise. */
  private async maxFilteredPosts(filters: SearchFilters): Promise<number | null> {
    return (await this.lists.shortestBelow({ filters, cursor: null, direction: '<' }, MAX_SORTED)) ? MAX_SORTED : null;
  }

  /** Scans posts that match the filters, in either order. */
  private async filterScan(
    filters: SearchFilters,
    order: TierSearch['order'],
    after: TierSearch['after'],
  ): Promise<ScanSql> {
    const request = { filters, cursor: after && (order === 'number' ? timeOf(after) : after), direction: '<' } as const;
    if (order === 'number') {
      const scannedFilter = await this.lists.cheapestFilter(request, MAX_COUNT);
      return this.lists.scan({ scannedFilter, maxEntries: null }, request);
    }
    const unbounded = { ...request, cursor: null };
    const { forEveryone: _forEveryone, ...otherFilters } = filters;
    const hasOneFilter = Object.values(otherFilters).filter((filter) => filter !== undefined).length <= 1;
    const scannedFilter = hasOneFilter
      ? await this.lists.shortestBelow(unbounded, MAX_SORTED)
      : await this.lists.cheapestFilter(unbounded, MAX_COUNT);
    if (!scannedFilter) return this.lists.scanRanking('likes', null, request);
    return this.lists.sortByRanking('likes', this.lists.scan({ scannedFilter, maxEntries: null }, unbounded), request);
  }

  private selectFrom(scan: ScanSql): SelectFirst {
    const posts = this.lists.joinPosts(scan);
    const [orderValue, id] = posts.order.map((column) => sql.ref(column));
    const value = sql.ref(posts.order[0].endsWith('.at') ? 'joined_post.search_row_number' : posts.order[0]);
    const from = this.lists.fromClause({
      ...posts,
      where: [...posts.where, sql`joined_post.search_row_number is not null`],
    });
    return (
      postCount,
    ) => sql`select joined_post.id, joined_post.search_row_number, ${value} as value, ${orderValue} as order_value ${from}
      order by ${orderValue} desc, ${id} desc limit ${postCount}`;
  }

  private async countOf(rows: RawBuilder<unknown>): Promise<number> {
    const [row] = await this.run<{ count: number }>(sql`select count(*) as count from (${rows}) counted`);
    return Number(row?.count ?? 0);
  }

  private async run<Row>(query: RawBuilder<unknown>): Promise<Row[]> {
    return (await (query as RawBuilder<Row>).execute(this.database.query())).rows;
  }
}

const SEARCHED_POSTS = sql`post_search join post on post.search_row_number = post_search.number`;
const withNumericValues = (rows: readonly ScannedRow[]): ScannedRow[] =>
  rows.map(({ id, value }) => ({ id, value: Number(value) }));

type TierClauses = Pick<TierSearch, 'clauses' | 'tier'>;

function fullTextConditions({ clauses, tier }: TierClauses): RawBuilder<unknown>[] {
  const query = booleanQueryOf(clauses);
  const isInHead = sql`match (post_search.head) against (${query} in boolean mode)`;
  if (tier === 0) return [isInHead];
  const isAnywhere = sql`match (post_search.head, post_search.body) against (${query} in boolean mode)`;
  return tier === 1 ? [isAnywhere, sql`not ${isInHead}`] : [isAnywhere];
}

/** (all words) or others, rewritten as (word or others) for each word. The others are translations and authors. */
const booleanQueryOf = (clauses: PostSearch['clauses']): string =>
  clauses
    .flatMap((clause) =>
      clause.terms.map((term) => ({
        term,
        others: [...(clause.translations ?? []).map(toPhrase), ...authorTokens(clause)],
      })),
    )
    .sort((a, b) => sortLongestFirst(a.term, b.term))
    .map(({ term, others }) => toBooleanQuery(term, others))
    .join(' ');

const toPhrase = ({ tokens }: QueryTerm): string => `"${tokens.join(' ')}"`;
