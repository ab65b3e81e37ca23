import {
  CONTENT_RATINGS,
  type ContentRating,
  HUB_SORTS,
  type HubFacets,
  type HubQuery,
  type HubSort,
} from '@visionary/contract';
import type { LocationQueryRaw } from 'vue-router';

/** The search and filters of the hub in the URL. */
export type HubFilters = Omit<HubQuery, 'cursor'>;

export const HUB_FACETS = ['kind', 'base', 'tag', 'license', 'contentRating'] as const;
export type FacetName = (typeof HUB_FACETS)[number];
/** All filters, also those without chips. */
export const NARROWS = [...HUB_FACETS, 'creatorId'] as const;

export function toHubQuery({ search, ...filters }: HubFilters): LocationQueryRaw {
  const entries = Object.entries(filters).filter(([, value]) => value !== undefined);
  return { ...(search ? { text: search } : {}), ...Object.fromEntries(entries) };
}

/** Sets one facet, or removes it. */
export function withFacet(filters: HubFilters, name: FacetName | 'creatorId', value: string | undefined): HubFilters {
  const { [name]: _before, ...rest } = filters;
  return value === undefined ? rest : { ...rest, [name]: value };
}

/** By relevance with a query, else newest first. */
export const sortOf = ({ search, sort }: HubFilters): HubSort => sort ?? (search === '' ? 'new' : 'relevance');
export const sortsFor = ({ search }: HubFilters): readonly HubSort[] =>
  search === ''
    ? HUB_SORTS.filter((sort) => sort !== 'relevance')
    : ['relevance', ...HUB_SORTS.filter((sort) => sort !== 'relevance')];

export const activeFacets = (filters: HubFilters): (typeof NARROWS)[number][] =>
  NARROWS.filter((name) => filters[name] !== undefined);
export const withoutFacets = ({ search, sort }: HubFilters): HubFilters => ({ search, ...(sort ? { sort } : {}) });

/** A canonical key of the filters. */
export const hubFiltersKey = (filters: HubFilters): string =>
  JSON.stringify([filters.search, sortOf(filters), ...NARROWS.map((name) => filters[name] ?? '')]);

/** The number of hidden results and the content rating that shows them all; null if none are hidden. */
export function hiddenByRating(
  { contentRating = 'everyone' }: HubFilters,
  facets: Pick<HubFacets, 'contentRatings'> | null,
): { readonly count: number; readonly contentRating: ContentRating } | null {
  const stricterRatings = CONTENT_RATINGS.slice(CONTENT_RATINGS.indexOf(contentRating) + 1);
  const hidden = (facets?.contentRatings ?? []).filter(
    ({ value, count }) => count > 0 && stricterRatings.includes(value),
  );
  const strictestHidden = stricterRatings.findLast((one) => hidden.some(({ value }) => value === one));
  return strictestHidden
    ? { count: hidden.reduce((sum, { count }) => sum + count, 0), contentRating: strictestHidden }
    : null;
}
