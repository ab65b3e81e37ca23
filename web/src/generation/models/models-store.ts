import type { LoraRef, LoraView, LoadEstimate, ModelView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';
import { useSocket } from '../../shared/socket/index.js';
import { useWatchedModels } from './watched-models.js';
import { useLoraCompatibility } from './use-lora-compatibility.js';
import { createRegistry } from './model-registry.js';
import { useRenderCommands, createModelLookup } from './model-lookup.js';
import { createJitteredCall } from './jitter.js';

/**
 * The models and LoRAs this server can draw with. The hub may have thousands: the list names some of them, and what else
 * a room has chosen is asked for by its id and stands in it from then on.
 */
export const useModelsStore = defineStore('models', () => {
  const socket = useSocket();
  const [models, lorasKnown] = [createRegistry<ModelView>(), createRegistry<LoraView>()];
  const list = models.all;
  const fetch = useRenderCommands(add);
  const compatibility = useLoraCompatibility({ isListed: models.isListed, fetch });
  const loras = computed(() => compatibility.added(lorasKnown.all.value));
  const loaded = shallowRef(false);
  const rejection = shallowRef<Rejection | null>(null);
  let loading: Promise<void> | null = null;

  /** Asks once; after a failure it may be asked again. */
  const load = (): Promise<void> => (loading ??= fetchAll());
  /** Asks anew: files come and go, and a model may have been set aside meanwhile. */
  const refresh = (): Promise<void> => (loading = fetchAll());

  async function fetchAll(): Promise<void> {
    rejection.value = null;
    try {
      const local = await call('models');
      models.listed.value = local.models;
      lorasKnown.listed.value = local.loras;
      loaded.value = true;
    } catch (error) {
      // What is known already stays.
      if (!loaded.value) rejection.value = toRejection(error);
      loading = null;
    }
  }

  /** One that was found elsewhere and chosen. */
  function add({ model, lora }: { model?: ModelView | undefined; lora?: LoraView | undefined }): void {
    if (model) models.put(model);
    if (lora) lorasKnown.put(lora);
  }
  const {
    lookUp,
    wasLookedUp: wasLookedUp,
    invalidate: invalidateLookups,
  } = createModelLookup({ model: list, lora: loras }, fetch);

  const refetch = createJitteredCall(() => void refresh());
  const { attend: watchIds, isAwaited: isWatched } = useWatchedModels();

  // What can be chosen no more is forgotten: whoever has it chosen is told at its place.
  socket.on('models.listChanged', ({ removedIds }) => {
    models.remove(removedIds);
    lorasKnown.remove(removedIds);
    invalidateLookups(removedIds);
    compatibility.retry();
    if (!loaded.value) return;
    // Every page there is hears it at this moment.
    if (isWatched(removedIds)) refetch.now();
    else refetch.soon();
  });

  /** What rendering with a model takes now. @throws Rejection */
  const forecast = (model: string, use: readonly LoraRef[] = []): Promise<LoadEstimate> =>
    socket.send('jam.estimateLoad', { model, ...(use.length > 0 ? { loras: [...use] } : {}) });

  const titleOf = (id: string): string => list.value.find((model) => model.id === id)?.title ?? id;
  const loraTitleOf = (id: string): string => loras.value.find((lora) => lora.id === id)?.title ?? id;

  const { compare, compatibility: fits } = compatibility;
  const actions = {
    load,
    refresh,
    attend: watchIds,
    remember: add,
    lookUp,
    wasLookedUp,
    compare,
    compatibility: fits,
    forecast,
    titleOf,
    loraTitleOf,
  };
  return { list, loras, loaded, rejection, ...actions };
});
