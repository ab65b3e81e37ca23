import type { QueryTerm } from '@visionary/kernel';
import type { Database } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import type { PostSearch, SearchClause } from '../../domain/search/post-search-index.js';
import { authorTokens, EVERY, type TierSearch } from './post-word-table.js';

/** So many of the first in an order tell how many of them have the words. */
const SAMPLE = 200;
/** Words that fewer have are found by the index. */
const FREQUENT = 10;
/** As many again as it should take are looked at. */
const MARGIN = 2;

export interface ScannedRow {
  readonly value: number;
  readonly id: string;
}

/** What is walked through: posts in an order, by whatever narrows them. @returns `id`, `number`, `value` and `stands` of the first */
export type ScanPlan = (steps: number) => RawBuilder<unknown>;

interface Whole {
  /** The road is shorter than so many, and worth going to its end; null where nobody knows. */
  readonly whole: number | null;
}

/**
 * Words that many posts have are found by walking through the posts in their order and comparing tokens: a page is full soon,
 * while the index would gather all of them first.
 */
export class MysqlIndexScan {
  constructor(private readonly database: Database) {}

  /** @returns null where too few have the words: then the index is faster */
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

  /** As `find`: how many have them, at most `atMost`. */
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

  /** How far to go for so many, judging by the first ones; 0 where there are none. */
  private async stepsTo(
    wanted: number,
    scanPlan: ScanPlan,
    search: Pick<TierSearch, 'parts' | 'tier'>,
  ): Promise<number | null> {
    const { looked, found } = await this.look(scanPlan, search.parts, SAMPLE, search.tier);
    if (looked < SAMPLE) return looked && SAMPLE;
    return found < FREQUENT ? null : Math.ceil((wanted * SAMPLE * MARGIN) / found);
  }

  /** How many posts there are along the road, at most `steps`, and how many of these have the words. */
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

/** Tokens are letters and digits: none is a sign of LIKE's. */
const likeTerm = ({ tokens, isPrefix }: QueryTerm): string => `% ${tokens.join(' ')}${isPrefix ? '' : ' '}%`;
