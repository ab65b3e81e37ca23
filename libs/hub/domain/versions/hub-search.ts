import type { Cursor, QueryTerm } from '@visionary/kernel';
import type { HubKind, ModelBase } from '../version.js';

export type HubSort = 'new' | 'used' | 'liked' | 'downloads' | 'relevance';
export type HubContentRating = 'everyone' | 'sensitive' | 'adult';

/** One word of what is looked for: all its terms are there, or one of these made it. */
export interface SearchClause {
  readonly terms: readonly QueryTerm[];
  readonly creatorIds: readonly string[];
}

export interface HubFilters {
  readonly kind?: HubKind;
  readonly base?: ModelBase;
  readonly tag?: string;
  readonly license?: string;
  /** This one alone. */
  readonly modelId?: string;
  /** The strongest that is shown. */
  readonly contentRating: HubContentRating;
  readonly creatorId?: string;
  /** With those that are not published (any more). */
  readonly withUnpublished: boolean;
  /** Whose are left out. */
  readonly hiddenCreators: readonly string[];
}

export interface HubSearchQuery {
  readonly parts: readonly SearchClause[];
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

/** Port: finds models by words and by what they are. */
export abstract class HubSearch {
  /** One query. @returns ids with their places in the order */
  abstract find(wanted: HubSearchQuery, sort: HubSort, after: Cursor | null, limit: number): Promise<Cursor[]>;
  /** How many there are, and of each kind, base, license and content rating without that one filter. One query. */
  abstract facets(wanted: HubSearchQuery): Promise<FoundFacets>;
  /** The most frequent without the filter of tags. One query. */
  abstract tags(wanted: HubSearchQuery, limit: number): Promise<FacetCount[]>;
}
