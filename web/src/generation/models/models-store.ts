import type { LoraRef, LoraView, LoadEstimate, ModelView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed } from 'vue';
import { call } from '../../shared/api/index.js';
import { createQuery } from '../../shared/query/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { useWatchedModels } from './watched-models.js';
import { useLoraCompatibility } from './use-lora-compatibility.js';
import { createRegistry } from './model-registry.js';
import { useRenderCommands, createModelLookup } from './model-lookup.js';
import { createJitteredCall } from './jitter.js';

/**
 * Models and LoRAs this server can render with. The list has some of them; others are fetched by id when a room has
 * chosen them.
 */
export const useModelsStore = defineStore('models', () => {
  const socket = useSocket();
  const [models, lorasKnown] = [createRegistry<ModelView>(), createRegistry<LoraView>()];
  const list = models.all;
  const fetch = useRenderCommands(add);
  const compatibility = useLoraCompatibility({ isListed: models.isListed, fetch });
  const loras = computed(() => compatibility.added(lorasKnown.all.value));
  const query = createQuery(() => call('models'), {
    onReply(local) {
      models.listed.value = local.models;
      lorasKnown.listed.value = local.loras;
    },
  });
  const loaded = computed(() => query.data.value !== null);
  /** The known entries stay after an error. */
  const rejection = computed(() => (loaded.value ? null : query.rejection.value));
  let loading: Promise<void> | null = null;

  /** Loads once; a failed load can be repeated. */
  const load = (): Promise<void> => (loading ??= refresh());
  /** Reloads the list: files come and go, and models may be quarantined. */
  function refresh(): Promise<void> {
    loading = query.load().then(() => {
      if (query.rejection.value) loading = null;
    });
    return loading;
  }

  /** Adds an entry that was found elsewhere and chosen. */
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

  // Removed models are dropped. Components that use one show it as unavailable.
  socket.on('models.listChanged', ({ removedIds }) => {
    models.remove(removedIds);
    lorasKnown.remove(removedIds);
    invalidateLookups(removedIds);
    compatibility.retry();
    if (!loaded.value) return;
    // Every open client receives this event at the same moment.
    if (isWatched(removedIds)) refetch.now();
    else refetch.soon();
  });

  /** The load forecast of a model. @throws Rejection */
  const forecast = (model: string, use: readonly LoraRef[] = []): Promise<LoadEstimate> =>
    socket.send('jam.estimateLoad', { model, ...(use.length > 0 ? { loras: [...use] } : {}) });

  const titleOf = (id: string): string => list.value.find((model) => model.id === id)?.title ?? id;
  const loraTitleOf = (id: string): string => loras.value.find((lora) => lora.id === id)?.title ?? id;

  return {
    list,
    loras,
    loaded,
    rejection,
    load,
    refresh,
    attend: watchIds,
    remember: add,
    lookUp,
    wasLookedUp,
    compare: compatibility.compare,
    compatibility: compatibility.compatibility,
    forecast,
    titleOf,
    loraTitleOf,
  };
});
