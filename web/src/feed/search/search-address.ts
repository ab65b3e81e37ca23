import { FIND_SORTS, FOUND_KINDS, type FindQuery, type FoundKind } from '@visionary/contract';
import type { LocationQuery, LocationQueryRaw } from 'vue-router';
import { queryOf, viewIn, type FeedView } from '../feed-address.js';

export type FindSort = (typeof FIND_SORTS)[number];

/** What is searched for; the address says it. */
export interface Search {
  readonly text: string;
  /** Null: the first few of each. */
  readonly kind: FoundKind | null;
  readonly sort: FindSort;
  readonly filters: FeedView['filters'];
}

/** What the address asks for; what cannot be read in it is left out. */
export function searchIn(query: LocationQuery): Search {
  const { text } = query;
  return {
    text: typeof text === 'string' ? text.trim() : '',
    kind: FOUND_KINDS.find((kind) => kind === query['kind']) ?? null,
    sort: FIND_SORTS.find((sort) => sort === query['sort']) ?? FIND_SORTS[0],
    filters: viewIn(query).filters,
  };
}

export function searchQuery({ text, kind, sort, filters }: Search): LocationQueryRaw {
  return {
    ...(text ? { text } : {}),
    ...(kind ? { kind } : {}),
    ...(sort === FIND_SORTS[0] ? {} : { sort }),
    ...queryOf({ tab: 'new', filters }),
  };
}

/** As the server is asked. */
export const asked = ({ text, kind, sort, filters }: Search): Omit<FindQuery, 'cursor'> => ({
  ...{ text, sort },
  ...filters,
  ...(kind ? { kind } : {}),
});

export const isNarrowed = ({ filters }: Search): boolean => Object.keys(filters).length > 0;

/** The same for every address that searches for the same. */
export const keyOfSearch = (search: Search): string => JSON.stringify(searchQuery(search));
