import { askBoolean, type Database, isUniqueViolation, longestFirst } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import type { PostSearch } from '../../domain/finding/post-words.js';
import { narrowed, orderOf } from './narrowed.js';
import { MysqlWalk } from './mysql-walk.js';
import { authorTokens, type PostTokens, type PostWordTable, type TierSearch } from './post-word-table.js';

/**
 * InnoDB's FULLTEXT, in boolean mode, for words alone; what narrows them, and searches without words, go by ordinary indexes, and
 * so do words that many posts have.
 */
export class MysqlPostWords implements PostWordTable {
  private readonly walk: MysqlWalk;

  constructor(private readonly database: Database) {
    this.walk = new MysqlWalk(database);
  }

  async insert(number: number, { head, body }: PostTokens): Promise<boolean> {
    try {
      await sql`insert into post_words (number, head, body) values (${number}, ${head}, ${body})`.execute(
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
    await sql`delete from post_words where number in (${sql.join(numbers)})`.execute(this.database.query());
  }

  async find({ by, after, limit, ...search }: TierSearch): Promise<{ value: number; id: string }[]> {
    const order = orderOf(by);
    const where = [...narrowed(search), ...order.after(after)];
    const walked = search.parts.length > 0 ? await this.walk.find({ where, order }, { ...search, limit }) : null;
    if (walked) return walked;
    const { rows } = await sql<{ value: number; id: string }>`select ${order.value} as value, post.id
      from ${tables(search)} where ${sql.join([...worded(search), ...where], sql` and `)}
      order by ${order.by} limit ${limit}`.execute(this.database.query());
    return rows.map(({ id, value }) => ({ id, value: Number(value) }));
  }

  async count(search: Pick<PostSearch, 'parts' | 'filters'>, atMost: number): Promise<number> {
    const where = narrowed(search);
    const road = { where, order: orderOf('number') };
    const walked = search.parts.length > 0 ? await this.walk.count(road, search.parts, atMost) : null;
    if (walked !== null) return walked;
    const all = { ...search, tier: 'all' as const };
    const { rows } = await sql<{ count: number }>`select count(*) as count from (
      select 1 from ${tables(all)} where ${sql.join([...worded(all), ...where], sql` and `)} limit ${atMost}) counted`.execute(
      this.database.query(),
    );
    return Number(rows[0]?.count ?? 0);
  }
}

type Asked = Pick<TierSearch, 'parts' | 'filters' | 'tier'>;

const tables = ({ parts }: Asked) =>
  parts.length > 0 ? sql`post_words join post on post.number = post_words.number` : sql`post`;

function worded({ parts, tier }: Asked): RawBuilder<unknown>[] {
  if (parts.length === 0) return [];
  const words = asked(parts);
  const inHead = sql`match (post_words.head) against (${words} in boolean mode)`;
  if (tier === 0) return [inHead];
  const anywhere = sql`match (post_words.head, post_words.body) against (${words} in boolean mode)`;
  return tier === 1 ? [anywhere, sql`not ${inHead}`] : [anywhere];
}

/** (all words) or author, for each part: said as (word or author) for each word. */
const asked = (parts: PostSearch['parts']): string =>
  parts
    .flatMap((part) => part.terms.map((term) => ({ term, authors: authorTokens(part) })))
    .sort((a, b) => longestFirst(a.term, b.term))
    .map(({ term, authors }) => askBoolean(term, authors))
    .join(' ');
