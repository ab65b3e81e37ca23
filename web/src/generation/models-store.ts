import type { LoraUse, LoraView, ModelForecast, ModelView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { onScopeDispose, shallowRef } from 'vue';
import { call } from '../shared/api/index.js';
import { asRefused, type Refused } from '../shared/refused.js';
import { useSocket } from '../shared/socket/index.js';
import { knownThings } from './known-models.js';
import { makeLookUp } from './look-up.js';
import { makeSpread } from './spread.js';

/** Ids of what is chosen, or all where one can be picked. */
type Attended = readonly string[] | 'all';

/**
 * The models and LoRAs this server can draw with. The hub may have thousands: the list names some of them, and what else
 * a room has chosen is asked for by its id and stands in it from then on.
 */
export const useModels = defineStore('models', () => {
  const socket = useSocket();
  const [models, lorasKnown] = [knownThings<ModelView>(), knownThings<LoraView>()];
  const [list, loras] = [models.all, lorasKnown.all];
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
  const { lookUp, wasSought, seekAnew } = makeLookUp({ model: list, lora: loras }, remember);

  const refetch = makeSpread(() => void refresh());
  const attended = new Set<() => Attended>();
  const isAwaited = (gone: readonly string[]): boolean =>
    [...attended].map((what) => what()).some((what) => what === 'all' || what.some((id) => gone.includes(id)));
  /** As long as the surrounding scope lives, what becomes of these is asked for at once. */
  function attend(what: () => Attended): void {
    attended.add(what);
    onScopeDispose(() => attended.delete(what));
  }

  // What can be chosen no more is forgotten: whoever has it chosen is told at its place.
  socket.on('models.changed', ({ gone }) => {
    models.forget(gone);
    lorasKnown.forget(gone);
    seekAnew(gone);
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

  const ways = { load, refresh, attend, remember, lookUp, wasSought, forecast, titleOf, loraTitleOf };
  return { list, loras, loaded, refused, ...ways };
});
