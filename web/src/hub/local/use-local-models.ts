import { computed, shallowRef, watch } from 'vue';
import type { HubFilters } from '../cards/hub-query.js';
import { call } from '../../shared/api/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import { useSocket } from '../../shared/socket/index.js';
import { toLocalModels, filterLocalModels, type LocalModel } from './local-model.js';

/** The last loaded list, shown at once when the page opens again. */
const known = shallowRef<readonly LocalModel[] | null>(null);

/** An AutoV2 hash has ten digits; shorter ones are ambiguous. */
const HASH = /^[0-9a-f]{10,64}$/i;

/** Local models that match the filters; null until loaded. */
export function useLocalModels(filters: () => HubFilters) {
  async function fetch(): Promise<void> {
    try {
      const { models, loras } = await call('models', { query: { from: 'folder' } });
      known.value = toLocalModels(models, loras);
    } catch (error) {
      // The hub works without local models.
      toRejection(error);
      known.value ??= [];
    }
  }
  void fetch();
  useSocket().on('models.listChanged', () => void fetch());
  /** The file that the searched hash belongs to. */
  const hashed = shallowRef<string | null>(null);
  watch(
    () => filters().search,
    async (search) => {
      hashed.value = null;
      if (!HASH.test(search)) return;
      const match = await call('modelByHash', { params: { hash: search } }).catch(toRejection);
      if (filters().search === search && 'versionRef' in match) hashed.value = match.versionRef;
    },
    { immediate: true },
  );
  return computed(() => known.value && filterLocalModels(known.value, filters(), hashed.value));
}
