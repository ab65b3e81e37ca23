import { SEARCH_SORTS, SEARCH_KINDS, type SearchQuery, type SearchKind } from '@visionary/contract';
import type { LocationQuery, LocationQueryRaw } from 'vue-router';
import { type FeedView, parseFeedQuery, toFeedQuery } from '../../../feed/index.js';

export type FindSort = (typeof SEARCH_SORTS)[number];

/** The current search in the URL. */
export interface Search {
  readonly text: string;
  /** Null: the first results of each kind. */
  readonly kind: SearchKind | null;
  readonly sort: FindSort;
  readonly filters: FeedView['filters'];
}

/** Parses the URL and ignores invalid parts. */
export function parseSearch(query: LocationQuery): Search {
  const { text } = query;
  return {
    text: typeof text === 'string' ? text.trim() : '',
    kind: SEARCH_KINDS.find((kind) => kind === query['kind']) ?? null,
    sort: SEARCH_SORTS.find((sort) => sort === query['sort']) ?? SEARCH_SORTS[0],
    filters: parseFeedQuery(query).filters,
  };
}

export function toSearchQuery({ text, kind, sort, filters }: Search): LocationQueryRaw {
  return {
    ...(text ? { text } : {}),
    ...(kind ? { kind } : {}),
    ...(sort === SEARCH_SORTS[0] ? {} : { sort }),
    ...toFeedQuery({ tab: 'new', filters }),
  };
}

/** The query for the API. */
export const toApiQuery = ({ text, kind, sort, filters }: Search): Omit<SearchQuery, 'cursor'> => ({
  ...{ text, sort },
  ...filters,
  ...(kind ? { kind } : {}),
});

export const hasFilters = ({ filters }: Search): boolean => Object.keys(filters).length > 0;

/** A canonical key of the search. */
export const searchKey = (search: Search): string => JSON.stringify(toSearchQuery(search));
