import type { AdditionRef, LoraRef, LoraView, LoadEstimate, ModelView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, onScopeDispose, shallowRef } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import { createQuery } from '../../shared/query/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { useLoraCompatibility } from './use-lora-compatibility.js';
import { createJitteredCall } from './jitter.js';

/**
 * Models and LoRAs this server can render with. The list has some of them; others are fetched by id when a room has
 * chosen them.
 */
export const useModelsStore = defineStore('models', () => {
  const socket = useSocket();
  const [modelRegistry, loraRegistry] = [createRegistry<ModelView>(), createRegistry<LoraView>()];
  const list = modelRegistry.all;
  /** Requests models and LoRAs by id. @returns the LoRAs, with their compatibility with these models */
  async function fetch(ids: readonly string[]): Promise<readonly LoraView[]> {
    const found = await call('models', { query: { ids: ids.join(',') } });
    for (const model of found.models) add({ model });
    for (const lora of found.loras) add({ lora });
    return found.loras;
  }
  const compatibility = useLoraCompatibility({ isListed: modelRegistry.isListed, fetch });
  const loras = computed(() => compatibility.added(loraRegistry.all.value));
  const query = createQuery(() => call('models'), {
    onReply(local) {
      modelRegistry.listed.value = local.models;
      loraRegistry.listed.value = local.loras;
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
    if (model) modelRegistry.add(model);
    if (lora) loraRegistry.add(lora);
  }
  /** Ids in a document that no list contains, requested once each. */
  const requested = new Set<string>();
  const answered = shallowRef<ReadonlySet<string>>(new Set());
  async function lookUp(kind: 'model' | 'lora', id: string): Promise<void> {
    const key = `${kind} ${id}`;
    const entries = kind === 'model' ? list.value : loras.value;
    if (id === '' || requested.has(key) || entries.some((one) => one.id === id)) return;
    requested.add(key);
    try {
      await fetch([id]);
      answered.value = new Set(answered.value).add(key);
    } catch (error) {
      toRejection(error);
      requested.delete(key);
    }
  }
  /** Whether it was looked up: without an entry it is unavailable. */
  const wasLookedUp = (kind: 'model' | 'lora', id: string): boolean => answered.value.has(`${kind} ${id}`);

  const refetch = createJitteredCall(() => void refresh());
  /** Which components show which models and LoRAs: the chosen ids, or all while a picker is open. */
  const watched = new Set<() => readonly string[] | 'all'>();
  const isWatched = (ids: readonly string[]): boolean =>
    [...watched].map((idsOf) => idsOf()).some((shown) => shown === 'all' || shown.some((id) => ids.includes(id)));
  /** Refetches these ids at once when they change, until the scope ends. */
  function refetchOnChange(idsOf: () => readonly string[] | 'all'): void {
    watched.add(idsOf);
    onScopeDispose(() => watched.delete(idsOf));
  }

  // Removed models are dropped. Components that use one show it as unavailable.
  socket.on('models.listChanged', ({ removedIds }) => {
    modelRegistry.remove(removedIds);
    loraRegistry.remove(removedIds);
    // Missing models may exist now, and removed ones need no lookup.
    requested.clear();
    answered.value = new Set([...answered.value, ...removedIds.flatMap((id) => [`model ${id}`, `lora ${id}`])]);
    compatibility.retry();
    if (!loaded.value) return;
    // Every open client receives this event at the same moment.
    if (isWatched(removedIds)) refetch.now();
    else refetch.soon();
  });

  /** The load forecast of a model. @throws Rejection */
  const forecast = (model: string, { loras: uses = [], vae }: LoadedWith = {}): Promise<LoadEstimate> =>
    socket.send('jam.estimateLoad', { model, ...(uses.length > 0 && { loras: [...uses] }), ...(vae && { vae }) });

  const titleOf = (id: string): string => list.value.find((model) => model.id === id)?.title ?? id;
  const loraTitleOf = (id: string): string => loras.value.find((lora) => lora.id === id)?.title ?? id;

  return {
    list,
    loras,
    loaded,
    rejection,
    load,
    refresh,
    refetchOnChange,
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

/** What is loaded with a model. */
interface LoadedWith {
  readonly loras?: readonly LoraRef[];
  readonly vae?: AdditionRef | undefined;
}

interface Named {
  readonly id: string;
}

/** Listed entries plus those fetched by id. */
function createRegistry<T extends Named>() {
  const listed = shallowRef<readonly T[]>([]);
  const others = shallowRef<readonly T[]>([]);
  const all = computed(() => {
    const named = new Set(listed.value.map(({ id }) => id));
    return [...listed.value, ...others.value.filter(({ id }) => !named.has(id))];
  });
  const add = (one: T): void => void (others.value = [...others.value.filter(({ id }) => id !== one.id), one]);
  function remove(ids: readonly string[]): void {
    const isKept = ({ id }: Named) => !ids.includes(id);
    listed.value = listed.value.filter(isKept);
    others.value = others.value.filter(isKept);
  }
  const isListed = (id: string): boolean => listed.value.some((one) => one.id === id);
  return { listed, isListed, all, add, remove };
}
