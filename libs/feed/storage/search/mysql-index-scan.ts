import type { QueryTerm } from '@visionary/kernel';
import type { Database } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import { EVERY, type PostSearch, type SearchClause } from '../../domain/search/post-search.js';
import { authorTokens, type TierSearch } from './post-word-table.js';

/** First posts of an order that estimate how many match. */
const SAMPLE_SIZE = 200;
/** With fewer matches in the sample the full-text index is used. */
const MIN_SAMPLE_MATCHES = 10;
/** Safety factor on the estimated length. */
const MARGIN = 2;

export interface ScannedRow {
  readonly value: number;
  readonly id: string;
}

/** Selects the first posts of a filtered order: `id`, `search_row_number`, `value`, and `order_value`. */
export type SelectFirst = (postCount: number) => RawBuilder<unknown>;

interface PostCountBound {
  /** An upper bound of the number of posts, small enough for a complete scan; null if unknown. */
  readonly maxPosts: number | null;
}

/**
 * Finds frequent words by scanning posts in their order and comparing tokens: a page fills soon, while the full-text index would
 * collect all matches first.
 */
export class MysqlIndexScan {
  constructor(private readonly database: Database) {}

  /** @returns null when too few posts match: then the full-text index is faster */
  async find(
    selectFirst: SelectFirst,
    search: Pick<TierSearch, 'clauses' | 'tier' | 'limit'> & PostCountBound,
  ): Promise<ScannedRow[] | null> {
    const postCount = search.maxPosts ?? (await this.estimatePostCount(search.limit, selectFirst, search));
    if (postCount === null) return null;
    if (postCount === 0) return [];
    const { rows } = await sql<ScannedRow>`select post.value, post.id from (${selectFirst(postCount)}) post
      join post_search on post_search.number = post.search_row_number where ${matches(search)}
      order by post.order_value desc, post.id desc limit ${search.limit}`.execute(this.database.query());
    const isComplete =
      search.maxPosts !== null ||
      rows.length === search.limit ||
      (await this.countMatches(selectFirst, search.clauses, postCount)).scanned < postCount;
    return isComplete ? rows.map(({ value, id }) => ({ value: Number(value), id })) : null;
  }

  /** Like `find`: counts matches up to `atMost`. */
  async count(
    selectFirst: SelectFirst,
    { clauses, maxPosts }: Pick<PostSearch, 'clauses'> & PostCountBound,
    atMost: number,
  ): Promise<number | null> {
    const postCount = maxPosts ?? (await this.estimatePostCount(atMost, selectFirst, { clauses, tier: 'all' }));
    if (postCount === null || postCount === 0) return postCount;
    const { scanned, matched } = await this.countMatches(selectFirst, clauses, postCount);
    return matched >= atMost || scanned < postCount ? Math.min(matched, atMost) : null;
  }

  /** Estimates from a sample how many posts to scan; 0 when there are none. */
  private async estimatePostCount(
    matchCount: number,
    selectFirst: SelectFirst,
    search: Pick<TierSearch, 'clauses' | 'tier'>,
  ): Promise<number | null> {
    const { scanned, matched } = await this.countMatches(selectFirst, search.clauses, SAMPLE_SIZE, search.tier);
    if (scanned < SAMPLE_SIZE) return scanned && SAMPLE_SIZE;
    return matched < MIN_SAMPLE_MATCHES ? null : Math.ceil((matchCount * SAMPLE_SIZE * MARGIN) / matched);
  }

  /** Counts scanned posts, at most `postCount`, and the matches among them. */
  private async countMatches(
    selectFirst: SelectFirst,
    clauses: PostSearch['clauses'],
    postCount: number,
    tier: TierSearch['tier'] = 'all',
  ): Promise<{ scanned: number; matched: number }> {
    const { rows } = await sql<{ scanned: number; matched: number | null }>`select count(*) as scanned,
      sum(case when ${matches({ clauses, tier })} then 1 else 0 end) as matched from (${selectFirst(postCount)}) post
      join post_search on post_search.number = post.search_row_number`.execute(this.database.query());
    return { scanned: Number(rows[0]?.scanned ?? 0), matched: Number(rows[0]?.matched ?? 0) };
  }
}

const HEAD = sql`concat(' ', post_search.head, ' ')`;
const ANYWHERE = sql`concat(' ', post_search.head, ' ', ${EVERY}, ' ', post_search.body, ' ')`;

const matches = ({ clauses, tier }: Pick<TierSearch, 'clauses' | 'tier'>): RawBuilder<unknown> => {
  const isInHead = containsAll(HEAD, clauses);
  if (tier === 0) return isInHead;
  const isAnywhere = containsAll(ANYWHERE, clauses);
  return tier === 1 ? sql`(${isAnywhere} and not ${isInHead})` : isAnywhere;
};

const containsAll = (text: RawBuilder<unknown>, clauses: readonly SearchClause[]): RawBuilder<unknown> =>
  sql`(${sql.join(
    clauses.map((clause) => {
      const hasTerms = sql`(${sql.join(
        clause.terms.map((term) => sql`${text} like ${likeTerm(term)}`),
        sql` and `,
      )})`;
      const translations = (clause.translations ?? []).map((term) => sql`${text} like ${likeTerm(term)}`);
      return sql`(${sql.join([hasTerms, ...translations, ...authorTokens(clause).map((token) => sql`${text} like ${`% ${token} %`}`)], sql` or `)})`;
    }),
    sql` and `,
  )})`;

/** Tokens are letters and digits, so LIKE needs no escaping. */
const likeTerm = ({ tokens, isPrefix }: QueryTerm): string => `% ${tokens.join(' ')}${isPrefix ? '' : ' '}%`;
