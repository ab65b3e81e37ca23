import { Injectable } from '@nestjs/common';
import { FindPeople } from '@visionary/accounts';
import { Rejection, termsOf } from '@visionary/kernel';
import { FindLimits } from '../../domain/finding/limits.js';
import {
  type FindFilters,
  type FindSort,
  type FoundPlace,
  PostWords,
  type SearchPart,
} from '../../domain/finding/post-words.js';

export interface PostsWanted {
  readonly text: string;
  readonly filters: FindFilters;
  readonly sort: FindSort;
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
/** Words that may be somebody's name, and how many people each may mean. */
const NAMES = 4;
const PEOPLE_PER_NAME = 5;
const CURSOR = /^([01])_(\d{1,16})_([0-9a-f-]{36})$/;

const placeOf = (cursor: string): FoundPlace => {
  const [, tier, value, id] = CURSOR.exec(cursor) ?? [];
  if (!tier || !value || !id) throw new Rejection('INVALID', { field: 'cursor', reason: 'not one of ours' });
  return { tier: tier === '0' ? 0 : 1, value: Number(value), id };
};
const cursorOf = ({ tier, value, id }: FoundPlace): string => `${tier}_${value}_${id}`;

/**
 * Finds posts that have all the words of a text, in any case and width; a word may also be the name that their author shows
 * now. Names are looked up each time, so that nothing has to be indexed anew when somebody calls themselves otherwise.
 */
@Injectable()
export class FindPosts {
  constructor(
    private readonly words: PostWords,
    private readonly people: FindPeople,
    private readonly limits: FindLimits,
  ) {}

  /** @throws Rejection INVALID for a cursor that is none */
  async run({ text, filters, sort, cursor, limit }: PostsWanted): Promise<PostsFound> {
    const after = cursor === undefined ? null : placeOf(cursor);
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

  private async partsOf(text: string): Promise<SearchPart[]> {
    const words = [...new Set(text.split(/\s+/u))].map((word) => ({ word, terms: termsOf(word) }));
    const asked = words.filter(({ terms }) => terms.length > 0);
    const named = await Promise.all(asked.slice(0, NAMES).map(({ word }) => this.namedLike(word)));
    return asked.map(({ terms }, index) => ({ terms, authorIds: named[index] ?? [] }));
  }

  private async namedLike(word: string): Promise<string[]> {
    const name = word.replace(/^@/, '');
    if (Array.from(name).length < 2) return [];
    const wanted = { search: name, askerId: null, roomId: undefined, limit: PEOPLE_PER_NAME };
    return (await this.people.run(wanted)).map(({ id }) => id);
  }
}
