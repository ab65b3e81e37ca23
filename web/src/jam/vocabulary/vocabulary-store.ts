import type { VocabularyView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { useModelsStore } from '../../generation/index.js';
import { call } from '../../shared/api/index.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';
import { useSocket } from '../../shared/socket/index.js';
import { useJamStore } from '../document/jam-store.js';
import { indexVocabulary, withKnownWords, type VocabularyIndex } from './vocabulary-index.js';

/** Vocabularies that were loaded, by model and revision. They stay when the connection is lost. */
const loaded = new Map<string, VocabularyIndex>();
const keyOf = (model: string, revision: string) => `${model} ${revision}`;

/** What the chosen model knows. Models without a vocabulary have none of what shows it. */
export const useVocabularyStore = defineStore('vocabulary', () => {
  const [jam, models, socket] = [useJamStore(), useModelsStore(), useSocket()];
  const model = computed(() => models.list.find(({ id }) => id === jam.settings.model));
  const key = computed(() => {
    const revision = model.value?.vocabulary?.revision;
    return revision === undefined ? null : keyOf(model.value?.id ?? '', revision);
  });
  const loadedIndex = shallowRef<VocabularyIndex | null>(null);
  const rejection = shallowRef<Rejection | null>(null);

  async function load(): Promise<void> {
    const wanted = key.value;
    rejection.value = null;
    loadedIndex.value = wanted === null ? null : (loaded.get(wanted) ?? null);
    if (wanted === null || loadedIndex.value || !model.value?.vocabulary) return;
    try {
      const index = await loadVocabulary(model.value.id, model.value.vocabulary.revision);
      if (key.value === wanted) loadedIndex.value = index;
    } catch (error) {
      if (key.value === wanted) rejection.value = toRejection(error);
    }
  }
  watch(key, () => void load(), { immediate: true });
  watch(socket.state, (state) => {
    if (state === 'up' && rejection.value) void load();
  });

  /** Words that chosen LoRAs and the model itself react to are known, too. */
  const triggerWords = computed(() => [
    ...(model.value?.triggerWords ?? []),
    ...(jam.settings.loras ?? []).flatMap(({ id }) => models.loras.find((lora) => lora.id === id)?.triggerWords ?? []),
  ]);
  const index = computed(() => loadedIndex.value && withKnownWords(loadedIndex.value, triggerWords.value));
  return {
    index,
    /** The chosen model came with a vocabulary. */
    exists: computed(() => key.value !== null),
    modelTitle: computed(() => model.value?.title ?? jam.settings.model),
    rejection,
    load,
  };
});

/** @throws Rejection */
export async function loadVocabulary(model: string, revision: string): Promise<VocabularyIndex> {
  const key = keyOf(model, revision);
  const known = loaded.get(key);
  if (known) return known;
  const view: VocabularyView = await call('modelVocabulary', { query: { model } });
  const index = indexVocabulary(view);
  loaded.set(key, index);
  return index;
}
