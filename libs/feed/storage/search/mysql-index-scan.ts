import type { QueryTerm } from '@visionary/kernel';
import type { Database } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import type { PostSearch, SearchClause } from '../../domain/search/post-search.js';
import { authorTokens, EVERY, type TierSearch } from './post-word-table.js';

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

/** Selects the first posts of a filtered order: `id`, `number`, `value`, and `stands`. */
export type ScanPlan = (steps: number) => RawBuilder<unknown>;

interface Whole {
  /** An upper bound of the number of posts, small enough for a complete scan; null if unknown. */
  readonly whole: number | null;
}

/**
 * Finds frequent words by scanning posts in their order and comparing tokens: a page fills soon, while the full-text index would
 * collect all matches first.
 */
export class MysqlIndexScan {
  constructor(private readonly database: Database) {}

  /** @returns null when too few posts match: then the full-text index is faster */
  async find(
    scanPlan: ScanPlan,
    search: Pick<TierSearch, 'parts' | 'tier' | 'limit'> & Whole,
  ): Promise<ScannedRow[] | null> {
    const steps = search.whole ?? (await this.stepsTo(search.limit, scanPlan, search));
    if (steps === null) return null;
    if (steps === 0) return [];
    const { rows } = await sql<ScannedRow>`select post.value, post.id from (${scanPlan(steps)}) post
      join post_search on post_search.number = post.search_row_number where ${has(search)}
      order by post.stands desc, post.id desc limit ${search.limit}`.execute(this.database.query());
    const isWhole =
      search.whole !== null ||
      rows.length === search.limit ||
      (await this.look(scanPlan, search.parts, steps)).looked < steps;
    return isWhole ? rows.map(({ value, id }) => ({ value: Number(value), id })) : null;
  }

  /** Like `find`: counts matches up to `atMost`. */
  async count(
    scanPlan: ScanPlan,
    { parts, whole }: Pick<PostSearch, 'parts'> & Whole,
    atMost: number,
  ): Promise<number | null> {
    const steps = whole ?? (await this.stepsTo(atMost, scanPlan, { parts, tier: 'all' }));
    if (steps === null || steps === 0) return steps;
    const { looked, found } = await this.look(scanPlan, parts, steps);
    return found >= atMost || looked < steps ? Math.min(found, atMost) : null;
  }

  /** Estimates from a sample how many posts to scan; 0 when there are none. */
  private async stepsTo(
    matchCount: number,
    scanPlan: ScanPlan,
    search: Pick<TierSearch, 'parts' | 'tier'>,
  ): Promise<number | null> {
    const { looked, found } = await this.look(scanPlan, search.parts, SAMPLE_SIZE, search.tier);
    if (looked < SAMPLE_SIZE) return looked && SAMPLE_SIZE;
    return found < MIN_SAMPLE_MATCHES ? null : Math.ceil((matchCount * SAMPLE_SIZE * MARGIN) / found);
  }

  /** Counts scanned posts, at most `steps`, and matches among them. */
  private async look(
    scanPlan: ScanPlan,
    parts: PostSearch['parts'],
    steps: number,
    tier: TierSearch['tier'] = 'all',
  ): Promise<{ looked: number; found: number }> {
    const { rows } = await sql<{ looked: number; found: number | null }>`select count(*) as looked,
      sum(case when ${has({ parts, tier })} then 1 else 0 end) as found from (${scanPlan(steps)}) post
      join post_search on post_search.number = post.search_row_number`.execute(this.database.query());
    return { looked: Number(rows[0]?.looked ?? 0), found: Number(rows[0]?.found ?? 0) };
  }
}

const HEAD = sql`concat(' ', post_search.head, ' ')`;
const ANYWHERE = sql`concat(' ', post_search.head, ' ', ${EVERY}, ' ', post_search.body, ' ')`;

const has = ({ parts, tier }: Pick<TierSearch, 'parts' | 'tier'>): RawBuilder<unknown> => {
  const inHead = allIn(HEAD, parts);
  if (tier === 0) return inHead;
  const anywhere = allIn(ANYWHERE, parts);
  return tier === 1 ? sql`(${anywhere} and not ${inHead})` : anywhere;
};

const allIn = (text: RawBuilder<unknown>, parts: readonly SearchClause[]): RawBuilder<unknown> =>
  sql`(${sql.join(
    parts.map((part) => {
      const words = sql`(${sql.join(
        part.terms.map((term) => sql`${text} like ${likeTerm(term)}`),
        sql` and `,
      )})`;
      return sql`(${sql.join([words, ...authorTokens(part).map((token) => sql`${text} like ${`% ${token} %`}`)], sql` or `)})`;
    }),
    sql` and `,
  )})`;

/** Tokens are letters and digits, so LIKE needs no escaping. */
const likeTerm = ({ tokens, isPrefix }: QueryTerm): string => `% ${tokens.join(' ')}${isPrefix ? '' : ' '}%`;
