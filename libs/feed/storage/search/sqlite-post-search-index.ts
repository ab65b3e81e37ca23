import { toFts5Query, type Database } from '@visionary/platform/database';
import { sql } from 'kysely';
import { EVERY, type PostSearch, type SearchClause } from '../../domain/search/post-search.js';
import { EVERYONE_ONLY, orderOf } from './post-filters-sql.js';
import { authorTokens, facetTokens, type PostTokens, type PostWordTable, type TierSearch } from './post-word-table.js';

/** Fewer matches are sorted instead of scanned by likes. */
const MIN_FREQUENT = 1_000;

/** Contentless FTS5. Rows come in the order of row numbers, so a search stops when the page is full. */
export class SqlitePostSearchIndex implements PostWordTable {
  constructor(private readonly database: Database) {}

  /** A contentless table has no unique key. SQLite runs one transaction at a time, so reading first is enough. */
  async insert(number: number, { head, body, facets }: PostTokens): Promise<boolean> {
    const query = this.database.query();
    const existing = await sql`select 1 from post_search where rowid = ${number}`.execute(query);
    if (existing.rows.length > 0) return false;
    await sql`insert into post_search (rowid, head, body, facets) values (${number}, ${head}, ${body}, ${facets})`.execute(
      query,
    );
    return true;
  }

  async remove(numbers: readonly number[]): Promise<void> {
    if (numbers.length === 0) return;
    await sql`delete from post_search where rowid in (${sql.join(numbers)})`.execute(this.database.query());
  }

  async find(search: TierSearch): Promise<{ value: number; id: string }[]> {
    const { order, after, limit, ...criteria } = search;
    if (order === 'likes' && (await this.isFrequent(criteria))) return this.scan(search);
    const ordering = orderOf(order);
    const isByNumber = order === 'number';
    // In the order of row numbers the index scan stops when the page is full.
    const afterCursor = isByNumber && after ? [sql`post_search.rowid < ${after.value}`] : ordering.after(after);
    const { rows } = await sql<{ value: number; id: string }>`
      select ${ordering.value} as value, post.id from post_search cross join post on post.search_row_number = post_search.rowid
      where ${sql.join([sql`post_search match ${matchQuery(criteria)}`, ...ratingConditions(criteria), ...afterCursor], sql` and `)}
      order by ${isByNumber ? sql`post_search.rowid desc` : ordering.orderBy} limit ${limit}`.execute(
      this.database.query(),
    );
    return rows;
  }

  /** For frequent words: scans posts by likes and tests each one. */
  private async scan({ after, limit, ...criteria }: TierSearch): Promise<{ value: number; id: string }[]> {
    const ordering = orderOf('likes');
    const matches = sql`exists (select 1 from post_search where post_search match ${matchQuery(criteria)} and rowid = post.search_row_number)`;
    const { rows } = await sql<{ value: number; id: string }>`select ${ordering.value} as value, post.id
      from post indexed by post_liked
      where ${sql.join([matches, sql`post.search_row_number is not null`, ...ratingConditions(criteria), ...ordering.after(after)], sql` and `)}
      order by ${ordering.orderBy} limit ${limit}`.execute(this.database.query());
    return rows;
  }

  private async isFrequent(search: Pick<TierSearch, 'clauses' | 'filters'>): Promise<boolean> {
    return (await this.count(search, MIN_FREQUENT)) === MIN_FREQUENT;
  }

  async count(search: Pick<PostSearch, 'clauses' | 'filters'>, atMost: number): Promise<number> {
    const [ratingCondition] = ratingConditions(search);
    const ratedPosts = ratingCondition
      ? sql`cross join post on post.search_row_number = post_search.rowid and ${ratingCondition}`
      : sql``;
    const { rows } = await sql<{ count: number }>`select count(*) as count from (
      select 1 from post_search ${ratedPosts} where post_search match ${matchQuery({ ...search, tier: 'all' })} limit ${atMost})`.execute(
      this.database.query(),
    );
    return rows[0]?.count ?? 0;
  }
}

/** Only the rating filter reads posts. */
const ratingConditions = ({ filters }: Pick<TierSearch, 'filters'>) => (filters.forEveryone ? [EVERYONE_ONLY] : []);

function matchQuery({ clauses, filters, tier }: Pick<TierSearch, 'clauses' | 'filters' | 'tier'>): string {
  const facets = facetTokens(filters);
  if (clauses.length === 0) return facets.length > 0 ? facets.join(' AND ') : EVERY;
  const terms = clauses.map(clauseQuery).join(' AND ');
  const inHead = `{head} : (${terms})`;
  const query = [tier === 0 ? inHead : `(${terms})`, ...facets].join(' AND ');
  return tier === 1 ? `(${query}) NOT (${inHead})` : query;
}

/** All terms, or one of the translations or authors. */
const clauseQuery = (clause: SearchClause): string =>
  `(${[`(${clause.terms.map(toFts5Query).join(' AND ')})`, ...(clause.translations ?? []).map(toFts5Query), ...authorTokens(clause)].join(' OR ')})`;
