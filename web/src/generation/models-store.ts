import type { LoraUse, LoraView, ModelForecast, ModelView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { call } from '../shared/api/index.js';
import { asRefused, type Refused } from '../shared/refused.js';
import { useSocket } from '../shared/socket/index.js';
import { makeAttention } from './attention.js';
import { makeFitsBeyond } from './fits-beyond.js';
import { knownThings } from './known-models.js';
import { makeAsking, makeLookUp } from './look-up.js';
import { makeSpread } from './spread.js';

/**
 * The models and LoRAs this server can draw with. The hub may have thousands: the list names some of them, and what else
 * a room has chosen is asked for by its id and stands in it from then on.
 */
export const useModels = defineStore('models', () => {
  const socket = useSocket();
  const [models, lorasKnown] = [knownThings<ModelView>(), knownThings<LoraView>()];
  const list = models.all;
  const ask = makeAsking(remember);
  const beyond = makeFitsBeyond({ isListed: models.isListed, ask });
  const loras = computed(() => beyond.added(lorasKnown.all.value));
  const loaded = shallowRef(false);
  const refused = shallowRef<Refused | null>(null);
  let loading: Promise<void> | null = null;

  /** Asks once; after a failure it may be asked again. */
  const load = (): Promise<void> => (loading ??= askAll());
  /** Asks anew: files come and go, and a model may have been set aside meanwhile. */
  const refresh = (): Promise<void> => (loading = askAll());

  async function askAll(): Promise<void> {
    refused.value = null;
    try {
      const here = await call('models');
      models.listed.value = here.models;
      lorasKnown.listed.value = here.loras;
      loaded.value = true;
    } catch (error) {
      // What is known already stays.
      if (!loaded.value) refused.value = asRefused(error);
      loading = null;
    }
  }

  /** One that was found elsewhere and chosen. */
  function remember({ model, lora }: { model?: ModelView | undefined; lora?: LoraView | undefined }): void {
    if (model) models.put(model);
    if (lora) lorasKnown.put(lora);
  }
  const { lookUp, wasSought, seekAnew } = makeLookUp({ model: list, lora: loras }, ask);

  const refetch = makeSpread(() => void refresh());
  const { attend, isAwaited } = makeAttention();

  // What can be chosen no more is forgotten: whoever has it chosen is told at its place.
  socket.on('models.changed', ({ gone }) => {
    models.forget(gone);
    lorasKnown.forget(gone);
    seekAnew(gone);
    beyond.again();
    if (!loaded.value) return;
    // Every page there is hears it at this moment.
    if (isAwaited(gone)) refetch.now();
    else refetch.soon();
  });

  /** What rendering with a model takes now. @throws Refused */
  const forecast = (model: string, use: readonly LoraUse[] = []): Promise<ModelForecast> =>
    socket.send('jam.forecast', { model, ...(use.length > 0 ? { loras: [...use] } : {}) });

  const titleOf = (id: string): string => list.value.find((model) => model.id === id)?.title ?? id;
  const loraTitleOf = (id: string): string => loras.value.find((lora) => lora.id === id)?.title ?? id;

  const { compare, fits } = beyond;
  const ways = { load, refresh, attend, remember, lookUp, wasSought, compare, fits, forecast, titleOf, loraTitleOf };
  return { list, loras, loaded, refused, ...ways };
});
