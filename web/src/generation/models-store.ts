import type { ModelView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { call } from '../shared/api/index.js';
import { asRefused, type Refused } from '../shared/refused.js';

/** The models this server can draw with. */
export const useModels = defineStore('models', () => {
  const list = shallowRef<readonly ModelView[]>([]);
  const loaded = shallowRef(false);
  const refused = shallowRef<Refused | null>(null);
  let loading: Promise<void> | null = null;

  /** Asks once; after a failure it may be asked again. */
  const load = (): Promise<void> => (loading ??= ask());

  async function ask(): Promise<void> {
    refused.value = null;
    try {
      list.value = (await call('models')).models;
      loaded.value = true;
    } catch (error) {
      refused.value = asRefused(error);
      loading = null;
    }
  }

  const titleOf = (id: string): string => list.value.find((model) => model.id === id)?.title ?? id;

  return { list, loaded, refused, load, titleOf };
});
