import { HubQuery, LIMITS } from '@visionary/contract';
import type { LocationQuery } from 'vue-router';
import { type HubFilters, NARROWS } from '../cards/hub-query.js';

/** Parses the URL and ignores invalid parts. */
export function parseHubQuery(query: LocationQuery): HubFilters {
  const { text } = query;
  const filters: HubFilters = { search: typeof text === 'string' ? text.trim().slice(0, LIMITS.searchLength) : '' };
  for (const name of [...NARROWS, 'sort'] as const) {
    const read = HubQuery.shape[name].safeParse(query[name]);
    if (query[name] !== undefined && read.success) Object.assign(filters, { [name]: read.data });
  }
  return filters;
}
