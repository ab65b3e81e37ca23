import type { QueryTerm } from '@visionary/kernel';

/** Something a post must have: all of the words, each in it, or one of these authors instead. */
export interface SearchClause {
  readonly terms: readonly QueryTerm[];
  readonly authorIds: readonly string[];
}

/** Each narrows what is found. `model` is the id of one this instance has. */
export interface SearchFilters {
  readonly tag?: string | undefined;
  readonly model?: string | undefined;
  readonly lora?: string | undefined;
  readonly scheduler?: string | undefined;
  readonly authorId?: string | undefined;
  /** Nothing but what is for everybody. */
  readonly forEverybody?: boolean | undefined;
}

export type SearchSort = 'relevance' | 'new' | 'liked';

/**
 * Where a post stands among what was found. `tier` 0: all words are in its title and tags, or it is by whom they name; 1: they
 * are somewhere. `value` is what the order goes by, the greatest first: likes, or else its number, which grows with time.
 */
export interface SearchCursor {
  readonly tier: 0 | 1;
  readonly value: number;
  readonly id: string;
}

export interface PostSearch {
  readonly parts: readonly SearchClause[];
  readonly filters: SearchFilters;
  readonly sort: SearchSort;
  readonly after: SearchCursor | null;
  readonly limit: number;
}

/** Port: posts by their words. */
export abstract class PostSearchIndex {
  abstract find(search: PostSearch): Promise<SearchCursor[]>;
  /** How many there are, at most `atMost`. */
  abstract count(search: Pick<PostSearch, 'parts' | 'filters'>, atMost: number): Promise<number>;
  /** In the transaction that adds or changes them; those that are gone are left out. */
  abstract indexPost(postIds: readonly string[]): Promise<void>;
  /** Takes in posts that no index knows yet. @returns how many they were, at most `limit` */
  abstract indexMissing(limit: number): Promise<number>;
}
