import type { ContentRating, HubKind, ModelFamily } from '@visionary/contract';
import type { QueryTerm } from '@visionary/kernel';

/** One word of the query. A model matches if it has all terms, or if one of the users is its creator. */
export interface SearchClause {
  readonly terms: readonly QueryTerm[];
  readonly creatorIds: readonly string[];
}

export interface HubFilters {
  readonly kind?: HubKind;
  readonly base?: ModelFamily;
  readonly tag?: string;
  readonly license?: string;
  /** Only this model. */
  readonly modelId?: string;
  /** The strictest rating to include. */
  readonly contentRating: ContentRating;
  readonly creatorId?: string;
  readonly withUnpublished: boolean;
  /** Creators to leave out. */
  readonly hiddenCreatorIds: readonly string[];
}

export interface HubSearchQuery {
  readonly clauses: readonly SearchClause[];
  readonly filters: HubFilters;
}

export interface FacetCount {
  readonly value: string;
  readonly count: number;
}
export interface FoundFacets {
  readonly total: number;
  readonly kinds: readonly FacetCount[];
  readonly bases: readonly FacetCount[];
  readonly licenses: readonly FacetCount[];
  readonly contentRatings: readonly FacetCount[];
}
