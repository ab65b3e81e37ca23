import { Injectable } from '@nestjs/common';
import { SearchUsers } from '@visionary/accounts';
import { Rejection, parseQuery } from '@visionary/kernel';
import { FindLimits } from '../../domain/search/limits.js';
import {
  type SearchFilters,
  type SearchSort,
  type SearchCursor,
  PostSearchIndex,
  type SearchClause,
} from '../../domain/search/post-search-index.js';

export interface PostSearchQuery {
  readonly text: string;
  readonly filters: SearchFilters;
  readonly sort: SearchSort;
  readonly cursor: string | undefined;
  readonly limit: number;
}

export interface PostsFound {
  /** In their order. */
  readonly ids: readonly string[];
  /** At most as many as are counted. */
  readonly total: number;
  readonly nextCursor: string | null;
}

const NOTHING: PostsFound = { ids: [], total: 0, nextCursor: null };
/** Words that may be somebody's name, and how many users each may mean. */
const NAMES = 4;
const USERS_PER_NAME = 5;
const CURSOR = /^([01])_(\d{1,16})_([0-9a-f-]{36})$/;

const parseSearchCursor = (cursor: string): SearchCursor => {
  const [, tier, value, id] = CURSOR.exec(cursor) ?? [];
  if (!tier || !value || !id) throw new Rejection('INVALID', { field: 'cursor', reason: 'not one of ours' });
  return { tier: tier === '0' ? 0 : 1, value: Number(value), id };
};
const cursorOf = ({ tier, value, id }: SearchCursor): string => `${tier}_${value}_${id}`;

/**
 * Finds posts that have all the words of a text, in any case and width; a word may also be the name that their author shows
 * now. Names are looked up each time, so that nothing has to be indexed anew when somebody calls themselves otherwise.
 */
@Injectable()
export class SearchPosts {
  constructor(
    private readonly words: PostSearchIndex,
    private readonly users: SearchUsers,
    private readonly limits: FindLimits,
  ) {}

  /** @throws Rejection INVALID for a cursor that is none */
  async run({ text, filters, sort, cursor, limit }: PostSearchQuery): Promise<PostsFound> {
    const after = cursor === undefined ? null : parseSearchCursor(cursor);
    const parts = await this.partsOf(text);
    // Signs alone are no words: nothing is found, rather than everything.
    if (parts.length === 0 && text.trim() !== '') return NOTHING;
    const [found, total] = await Promise.all([
      this.words.find({ parts, filters, sort, after, limit: limit + 1 }),
      this.words.count({ parts, filters }, this.limits.searchTotal),
    ]);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      ids: page.map(({ id }) => id),
      total,
      nextCursor: last && found.length > limit ? cursorOf(last) : null,
    };
  }

  private async partsOf(text: string): Promise<SearchClause[]> {
    const words = [...new Set(text.split(/\s+/u))].map((word) => ({ word, terms: parseQuery(word) }));
    const asked = words.filter(({ terms }) => terms.length > 0);
    const named = await Promise.all(asked.slice(0, NAMES).map(({ word }) => this.namedLike(word)));
    return asked.map(({ terms }, index) => ({ terms, authorIds: named[index] ?? [] }));
  }

  private async namedLike(word: string): Promise<string[]> {
    const name = word.replace(/^@/, '');
    if (Array.from(name).length < 2) return [];
    const wanted = { search: name, askerId: null, roomId: undefined, limit: USERS_PER_NAME };
    return (await this.users.run(wanted)).map(({ id }) => id);
  }
}
