import type { Cursor, Term } from '@visionary/kernel';
import type { HubKind, ModelBase } from '../version.js';

export type HubSort = 'new' | 'used' | 'liked' | 'downloads' | 'relevance';
export type HubMaturity = 'everybody' | 'sensitive' | 'adult';

/** One word of what is looked for: all its terms are there, or one of these made it. */
export interface HubPart {
  readonly terms: readonly Term[];
  readonly makerIds: readonly string[];
}

export interface HubFilters {
  readonly kind?: HubKind;
  readonly base?: ModelBase;
  readonly tag?: string;
  readonly licence?: string;
  /** This one alone. */
  readonly modelId?: string;
  /** The strongest that is shown. */
  readonly maturity: HubMaturity;
  readonly makerId?: string;
  /** With those that are not published (any more). */
  readonly withUnpublished: boolean;
  /** Whose are left out. */
  readonly hiddenMakers: readonly string[];
}

export interface HubWanted {
  readonly parts: readonly HubPart[];
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
  readonly licences: readonly FacetCount[];
  readonly maturities: readonly FacetCount[];
}

/** Port: finds models by words and by what they are. */
export abstract class HubSearch {
  /** One query. @returns ids with their places in the order */
  abstract find(wanted: HubWanted, sort: HubSort, after: Cursor | null, limit: number): Promise<Cursor[]>;
  /** How many there are, and of each kind, base, licence and maturity without that one filter. One query. */
  abstract facets(wanted: HubWanted): Promise<FoundFacets>;
  /** The most frequent without the filter of tags. One query. */
  abstract tags(wanted: HubWanted, limit: number): Promise<FacetCount[]>;
}
