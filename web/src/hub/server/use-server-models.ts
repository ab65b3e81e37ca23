import { computed, shallowRef, watch } from 'vue';
import type { HubAsked } from '../../feed/models/hub-address.js';
import { call } from '../../shared/api/index.js';
import { asRefused } from '../../shared/refused.js';
import { useSocket } from '../../shared/socket/index.js';
import { serverModels, serverModelsLike, type ServerModel } from './server-model.js';

/** What lies in the server's own folder, as it was when somebody looked last: a page that is opened again stands at once. */
const known = shallowRef<readonly ServerModel[] | null>(null);

/** AutoV2 has ten digits; fewer may be anything's. */
const HASH = /^[0-9a-f]{10,64}$/i;

/** Of the server's own models those that are asked for; null until they are known. */
export function useServerModels(asked: () => HubAsked) {
  async function ask(): Promise<void> {
    try {
      const { models, loras } = await call('models', { query: { from: 'folder' } });
      known.value = serverModels(models, loras);
    } catch (error) {
      // The hub stands without them.
      asRefused(error);
      known.value ??= [];
    }
  }
  void ask();
  useSocket().on('models.changed', () => void ask());
  /** What the hash that is looked for is of. */
  const hashed = shallowRef<string | null>(null);
  watch(
    () => asked().search,
    async (search) => {
      hashed.value = null;
      if (!HASH.test(search)) return;
      const match = await call('modelByHash', { params: { hash: search } }).catch(asRefused);
      if (asked().search === search && 'useId' in match) hashed.value = match.useId;
    },
    { immediate: true },
  );
  return computed(() => known.value && serverModelsLike(known.value, asked(), hashed.value));
}
