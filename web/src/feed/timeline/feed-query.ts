import { FEED_TABS, FeedTab, PostFilters } from '@visionary/contract';
import type { LocationQuery, LocationQueryRaw } from 'vue-router';

/** The feed tab and filters in the URL. */
export interface FeedView {
  readonly tab: FeedTab;
  readonly filters: PostFilters;
}

export const FILTERS = ['model', 'lora', 'tag', 'author', 'sampler'] as const;
export type FilterName = (typeof FILTERS)[number];
/** Short URL names of contract values. */
const FIELD = {
  ...{ model: 'model', lora: 'lora', tag: 'tag', author: 'authorId', sampler: 'scheduler' },
} as const satisfies Record<FilterName, keyof PostFilters>;

/** Parses the URL and ignores invalid parts. */
export function parseFeedQuery(query: LocationQuery): FeedView {
  const tab = FeedTab.safeParse(query['tab']);
  const filters: PostFilters = {};
  for (const name of FILTERS) {
    const read = PostFilters.safeParse({ [FIELD[name]]: query[name] });
    if (query[name] !== undefined && read.success) Object.assign(filters, read.data);
  }
  return { tab: tab.success ? tab.data : FEED_TABS[0], filters };
}

export function toFeedQuery({ tab, filters }: FeedView): LocationQueryRaw {
  const query: LocationQueryRaw = tab === FEED_TABS[0] ? {} : { tab };
  for (const name of FILTERS) {
    const value = filters[FIELD[name]];
    if (value !== undefined) query[name] = value;
  }
  return query;
}

export const filterValue = (filters: PostFilters, name: FilterName): string | undefined => filters[FIELD[name]];

export function withFilter({ tab, filters }: FeedView, name: FilterName, value: string | null): FeedView {
  const rest: PostFilters = { ...filters };
  delete rest[FIELD[name]];
  return { tab, filters: value === null ? rest : { ...rest, [FIELD[name]]: value } };
}

/** A canonical key of the view. */
export const feedViewKey = ({ tab, filters }: FeedView): string =>
  [tab, ...FILTERS.map((name) => `${name}=${encodeURIComponent(filters[FIELD[name]] ?? '')}`)].join('&');
