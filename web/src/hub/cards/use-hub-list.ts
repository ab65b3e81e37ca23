import { computed, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { createPages, createRecent } from '../../shared/query/index.js';
import { useSessionStore } from '../../shared/session/index.js';
import { hubFiltersKey, sortOf, type HubFilters } from './hub-query.js';

const createHubList = (filters: HubFilters) =>
  createPages(
    (after) => call('searchHubModels', { query: { ...filters, sort: sortOf(filters), ...after } }),
    ({ models }) => models,
    ({ id }) => id,
  );

/** Lists kept for going back. */
const recent = createRecent<ReturnType<typeof createHubList>>(6);

/** A paged list of models. A recent one is shown from the cache and refreshed. */
export function useHubList(filters: HubFilters) {
  const session = useSessionStore();
  const key = `${session.viewerKey} ${hubFiltersKey(filters)}`;
  const list = recent.put(key, recent.get(key) ?? createHubList(filters));
  void (list.items.value ? list.refresh() : list.load());
  // Visitors and users get different results.
  watch(
    () => session.viewerKey,
    () => {
      recent.remove(() => true);
      void list.load();
    },
  );
  return {
    ...list,
    total: computed(() => list.first.value?.total ?? null),
    facets: computed(() => list.first.value?.facets ?? null),
  };
}
