import type { SearchSort } from '@visionary/contract';
import type { QueryTerm } from '@visionary/kernel';
import type { PostFilters } from '../posts/post-pages.js';

/** A token of every post: matches a search without words, and separates phrases. */
export const EVERY = 'mmm';

/** Matches a post that contains all terms or one of the translations, or that one of the authors published. */
export interface SearchClause {
  readonly terms: readonly QueryTerm[];
  /** The same word in other languages. */
  readonly translations?: readonly QueryTerm[];
  readonly authorIds: readonly string[];
}

/** All of them apply. `model` is the id of a model of this instance. */
export type SearchFilters = PostFilters;

/**
 * The rank of a post among the results. Tier 0: title, tags, or author match all clauses; tier 1: the rest. `value`, highest
 * first, is the number of likes, or the number of the post, which grows with time.
 */
export interface SearchCursor {
  readonly tier: 0 | 1;
  readonly value: number;
  readonly id: string;
}

export interface PostSearch {
  readonly clauses: readonly SearchClause[];
  readonly filters: SearchFilters;
  readonly sort: SearchSort;
  readonly after: SearchCursor | null;
  readonly limit: number;
}
