import { Injectable } from '@nestjs/common';
import { SearchUsers } from '@visionary/accounts';
import { LIMITS, type SearchSort } from '@visionary/contract';
import { WordTranslations } from '@visionary/generation';
import { parseQuery, type QueryTerm, Rejection } from '@visionary/kernel';
import type { SearchClause, SearchCursor, SearchFilters } from '../../domain/search/post-search.js';
import { translatedTerms } from '../../domain/search/translated-terms.js';
import { PostSearchIndex } from '../../storage/search/post-search-index.js';

export interface PostSearchQuery {
  readonly text: string;
  readonly filters: SearchFilters;
  readonly sort: SearchSort;
  readonly cursor: string | undefined;
  readonly limit: number;
}

export interface FoundPosts {
  readonly ids: readonly string[];
  /** Counted up to LIMITS.searchTotal. */
  readonly total: number;
  readonly nextCursor: string | null;
}

const NOTHING: FoundPosts = { ids: [], total: 0, nextCursor: null };
/** Words that are also looked up as user names, and users per name. */
const MAX_NAMES = 4;
const MAX_USERS_PER_NAME = 5;
/** Words that are also searched for in other languages. */
const MAX_TRANSLATED = 8;
const CURSOR = /^([01])_(\d{1,16})_([0-9a-f-]{36})$/;

const parseSearchCursor = (cursor: string): SearchCursor => {
  const [, tier, value, id] = CURSOR.exec(cursor) ?? [];
  if (!tier || !value || !id) throw new Rejection('INVALID', { field: 'cursor', reason: 'unknown cursor' });
  return { tier: tier === '0' ? 0 : 1, value: Number(value), id };
};
const cursorOf = ({ tier, value, id }: SearchCursor): string => `${tier}_${value}_${id}`;

/**
 * Finds posts that contain all words of a text, ignoring case and width. A word also matches the current name of the author, and
 * what it is called in another language by the vocabularies of this server's models.
 * Names are looked up per search, so a renamed user needs no new index.
 */
@Injectable()
export class SearchPosts {
  constructor(
    private readonly index: PostSearchIndex,
    private readonly users: SearchUsers,
    private readonly words: WordTranslations,
  ) {}

  /** @throws Rejection INVALID for an unknown cursor */
  async run({ text, filters, sort, cursor, limit }: PostSearchQuery): Promise<FoundPosts> {
    const after = cursor === undefined ? null : parseSearchCursor(cursor);
    const clauses = await this.clausesOf(text);
    // A text of punctuation matches nothing instead of everything.
    if (clauses.length === 0 && text.trim() !== '') return NOTHING;
    const [found, total] = await Promise.all([
      this.index.find({ clauses, filters, sort, after, limit: limit + 1 }),
      this.index.count({ clauses, filters }, LIMITS.searchTotal),
    ]);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      ids: page.map(({ id }) => id),
      total,
      nextCursor: last && found.length > limit ? cursorOf(last) : null,
    };
  }

  private async clausesOf(text: string): Promise<SearchClause[]> {
    const ofWholeText = await this.translationsOf(text);
    const words = [...new Set(text.split(/\s+/u))].map((word) => ({ word, terms: parseQuery(word) }));
    const searched = words.filter(({ terms }) => terms.length > 0);
    const authorIds = await Promise.all(searched.slice(0, MAX_NAMES).map(({ word }) => this.userIdsNamed(word)));
    const translations = await Promise.all(
      searched.slice(0, MAX_TRANSLATED).map(({ word }) => this.translationsOf(word)),
    );
    return searched.map(({ terms }, index) => ({
      terms,
      authorIds: authorIds[index] ?? [],
      translations: [...ofWholeText, ...(searched.length > 1 ? (translations[index] ?? []) : [])],
    }));
  }

  private async translationsOf(text: string): Promise<QueryTerm[]> {
    return (await this.words.of(text)).flatMap(translatedTerms);
  }

  private async userIdsNamed(word: string): Promise<string[]> {
    const name = word.replace(/^@/, '');
    if (Array.from(name).length < 2) return [];
    const query = { search: name, requesterId: null, roomId: undefined, limit: MAX_USERS_PER_NAME };
    return (await this.users.run(query)).map(({ id }) => id);
  }
}
