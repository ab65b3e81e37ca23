import { computed, shallowRef } from 'vue';
import type { HubAsked } from '../../feed/models/hub-address.js';
import { call } from '../../shared/api/index.js';
import { asRefused } from '../../shared/refused.js';
import { useSocket } from '../../shared/socket/index.js';
import { serverModels, serverModelsLike, type ServerModel } from './server-model.js';

/** What lies in the server's own folder, as it was when somebody looked last: a page that is opened again stands at once. */
const known = shallowRef<readonly ServerModel[] | null>(null);

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
  return computed(() => known.value && serverModelsLike(known.value, asked()));
}
