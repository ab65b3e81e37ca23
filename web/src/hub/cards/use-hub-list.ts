import type { HubCard, HubFacets } from '@visionary/contract';
import { shallowRef, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { createPaginator } from '../../shared/pagination/paginator.js';
import { useSessionStore } from '../../shared/session/index.js';
import { hubFiltersKey, sortOf, type HubFilters } from './hub-query.js';

/** Lists cached for going back. */
const MAX_CACHED = 6;

function makeList(filters: HubFilters) {
  const total = shallowRef<number | null>(null);
  const facets = shallowRef<HubFacets | null>(null);
  const pages = createPaginator<HubCard>(
    async (cursor) => {
      const page = await call('searchHubModels', {
        query: { ...filters, sort: sortOf(filters), ...(cursor ? { cursor } : {}) },
      });
      total.value = page.total;
      if (page.facets) facets.value = page.facets;
      return { items: page.models, nextCursor: page.nextCursor };
    },
    ({ id }) => id,
  );
  return { ...pages, total, facets };
}
export type HubList = ReturnType<typeof makeList>;

const cache = new Map<string, HubList>();

/** A paged list of models. A recent one is shown from the cache and refreshed. */
export function useHubList(filters: HubFilters): HubList {
  const session = useSessionStore();
  const key = `${session.viewerKey} ${hubFiltersKey(filters)}`;
  const known = cache.get(key);
  const list = known ?? makeList(filters);
  cache.delete(key);
  cache.set(key, list);
  for (const oldest of [...cache.keys()].slice(0, -MAX_CACHED)) cache.delete(oldest);
  void (known?.items.value ? known.refresh() : list.load());
  // Visitors and users get different results.
  watch(
    () => session.viewerKey,
    () => {
      cache.clear();
      void list.load();
    },
  );
  return list;
}
