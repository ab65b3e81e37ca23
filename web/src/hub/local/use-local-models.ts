import { computed, shallowRef } from 'vue';
import type { HubFilters } from '../cards/hub-query.js';
import { call } from '../../shared/api/index.js';
import { useQuery } from '../../shared/query/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { toLocalModels, filterLocalModels, type LocalModel } from './local-model.js';

/** The last loaded list, shown at once when the page opens again. */
const cachedModels = shallowRef<readonly LocalModel[] | null>(null);

/** An AutoV2 hash has ten digits; shorter ones are ambiguous. */
const HASH = /^[0-9a-f]{10,64}$/i;

/** Local models that match the filters; null until loaded. */
export function useLocalModels(filters: () => HubFilters) {
  const list = useQuery(
    async () => {
      const { models, loras } = await call('models', { query: { from: 'folder' } });
      return toLocalModels(models, loras);
    },
    { onReply: (models) => (cachedModels.value = models) },
  );
  useSocket().on('models.listChanged', () => void list.load());
  const search = () => filters().search;
  /** The file that the searched hash belongs to. */
  const hashMatch = useQuery(() => call('modelByHash', { params: { hash: search() } }), {
    on: search,
    when: () => HASH.test(search()),
  });
  return computed(() => {
    // The hub works without local models.
    const models = cachedModels.value ?? (list.rejection.value ? [] : null);
    return (
      models &&
      filterLocalModels(models, filters(), hashMatch.loading.value ? null : (hashMatch.data.value?.versionRef ?? null))
    );
  });
}
