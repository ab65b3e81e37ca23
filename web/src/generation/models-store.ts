import type { LoraUse, LoraView, ModelForecast, ModelView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { call } from '../shared/api/index.js';
import { asRefused, type Refused } from '../shared/refused.js';
import { useSocket } from '../shared/socket/index.js';

/** The models and LoRAs this server can draw with. */
export const useModels = defineStore('models', () => {
  const socket = useSocket();
  const list = shallowRef<readonly ModelView[]>([]);
  const loras = shallowRef<readonly LoraView[]>([]);
  const loaded = shallowRef(false);
  const refused = shallowRef<Refused | null>(null);
  let loading: Promise<void> | null = null;

  /** Asks once; after a failure it may be asked again. */
  const load = (): Promise<void> => (loading ??= ask());
  /** Asks anew: files come and go, and a model may have been set aside meanwhile. */
  const refresh = (): Promise<void> => (loading = ask());

  async function ask(): Promise<void> {
    refused.value = null;
    try {
      const here = await call('models');
      list.value = here.models;
      loras.value = here.loras;
      loaded.value = true;
    } catch (error) {
      // What is known already stays.
      if (!loaded.value) refused.value = asRefused(error);
      loading = null;
    }
  }

  /** What rendering with a model takes now. @throws Refused */
  const forecast = (model: string, use: readonly LoraUse[] = []): Promise<ModelForecast> =>
    socket.send('jam.forecast', { model, ...(use.length > 0 ? { loras: [...use] } : {}) });

  const titleOf = (id: string): string => list.value.find((model) => model.id === id)?.title ?? id;
  const loraTitleOf = (id: string): string => loras.value.find((lora) => lora.id === id)?.title ?? id;

  return { list, loras, loaded, refused, load, refresh, forecast, titleOf, loraTitleOf };
});
