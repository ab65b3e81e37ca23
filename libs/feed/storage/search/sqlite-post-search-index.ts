import { toFts5Query, type Database } from '@visionary/platform/database';
import { sql } from 'kysely';
import type { PostSearch, SearchClause } from '../../domain/search/post-search-index.js';
import { EVERYONE_ONLY, orderOf } from './post-filters-sql.js';
import {
  authorTokens,
  EVERY,
  facetTokens,
  type PostTokens,
  type PostWordTable,
  type TierSearch,
} from './post-word-table.js';

/** Fewer hits are sorted sooner than so many posts are asked. */
const FREQUENT = 1_000;

/** FTS5 without a copy of the text, as messages have it. Rows come in the order of their numbers at no cost: a search ends with its page. */
export class SqlitePostSearchIndex implements PostWordTable {
  constructor(private readonly database: Database) {}

  /** A table without content refuses no number twice. One transaction at a time is at work here, so looking first is enough. */
  async insert(number: number, { head, body, facets }: PostTokens): Promise<boolean> {
    const query = this.database.query();
    const taken = await sql`select 1 from post_search where rowid = ${number}`.execute(query);
    if (taken.rows.length > 0) return false;
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
    const { by, after, limit, ...asking } = search;
    if (by === 'likes' && (await this.isFrequent(asking))) return this.scan(search);
    const order = orderOf(by);
    const isNumber = by === 'number';
    // By number a search goes along the index of words and ends with its page.
    const onwards = isNumber && after ? [sql`post_search.rowid < ${after.value}`] : order.after(after);
    const { rows } = await sql<{ value: number; id: string }>`
      select ${order.value} as value, post.id from post_search cross join post on post.search_row_number = post_search.rowid
      where ${sql.join([sql`post_search match ${asked(asking)}`, ...seen(asking), ...onwards], sql` and `)}
      order by ${isNumber ? sql`post_search.rowid desc` : order.by} limit ${limit}`.execute(this.database.query());
    return rows;
  }

  /** What many posts have is liked by going through the most liked, each asked whether it has it. */
  private async scan({ after, limit, ...asking }: TierSearch): Promise<{ value: number; id: string }[]> {
    const order = orderOf('likes');
    const has = sql`exists (select 1 from post_search where post_search match ${asked(asking)} and rowid = post.search_row_number)`;
    const { rows } = await sql<{ value: number; id: string }>`select ${order.value} as value, post.id
      from post indexed by post_liked
      where ${sql.join([has, sql`post.search_row_number is not null`, ...seen(asking), ...order.after(after)], sql` and `)}
      order by ${order.by} limit ${limit}`.execute(this.database.query());
    return rows;
  }

  private async isFrequent(search: Pick<TierSearch, 'parts' | 'filters'>): Promise<boolean> {
    return (await this.count(search, FREQUENT)) === FREQUENT;
  }

  async count(search: Pick<PostSearch, 'parts' | 'filters'>, atMost: number): Promise<number> {
    const [only] = seen(search);
    const posts = only ? sql`cross join post on post.search_row_number = post_search.rowid and ${only}` : sql``;
    const { rows } = await sql<{ count: number }>`select count(*) as count from (
      select 1 from post_search ${posts} where post_search match ${asked({ ...search, tier: 'all' })} limit ${atMost})`.execute(
      this.database.query(),
    );
    return rows[0]?.count ?? 0;
  }
}

/** Posts are read where not all of them are for whoever asks. */
const seen = ({ filters }: Pick<TierSearch, 'filters'>) => (filters.forEverybody ? [EVERYONE_ONLY] : []);

function asked({ parts, filters, tier }: Pick<TierSearch, 'parts' | 'filters' | 'tier'>): string {
  const facets = facetTokens(filters);
  if (parts.length === 0) return facets.length > 0 ? facets.join(' AND ') : EVERY;
  const words = parts.map(partAsked).join(' AND ');
  const inHead = `{head} : (${words})`;
  const all = [tier === 0 ? inHead : `(${words})`, ...facets].join(' AND ');
  return tier === 1 ? `(${all}) NOT (${inHead})` : all;
}

/** All of its words, or one of its authors. */
const partAsked = (part: SearchClause): string =>
  `(${[`(${part.terms.map(toFts5Query).join(' AND ')})`, ...authorTokens(part)].join(' OR ')})`;
