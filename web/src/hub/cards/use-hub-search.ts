import type { HubCard } from '@visionary/contract';
import { shallowRef } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection } from '../../shared/api/rejection.js';

interface HubFound {
  readonly cards: readonly HubCard[];
  readonly total: number;
}
const NONE: HubFound = { cards: [], total: 0 };

/** The first hub results of a search; null until loaded. */
export function useHubSearch(query: string, isActive: boolean) {
  const found = shallowRef<HubFound | null>(null);
  async function search(): Promise<void> {
    try {
      const { models, total } = await call('searchHubModels', { query: { search: query } });
      found.value = { cards: models, total };
    } catch (error) {
      // The other results are shown without them.
      toRejection(error);
      found.value = NONE;
    }
  }
  if (query !== '' && isActive) void search();
  else found.value = NONE;
  return found;
}
