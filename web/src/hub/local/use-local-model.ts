import { computed, shallowRef, watch } from 'vue';
import { loadVocabulary, type VocabularyIndex } from '../../jam/index.js';
import { call } from '../../shared/api/index.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';
import { useQuery } from '../../shared/query/index.js';
import { useSocket } from '../../shared/socket/index.js';

/** A model of this server with what it knows. */
export function useLocalModel(id: string) {
  const list = useQuery(async () => (await call('models', { query: { ids: id } })).models);
  useSocket().on('models.listChanged', () => void list.load());
  const model = computed(() => list.data.value?.find((one) => one.id === id));
  const vocabulary = shallowRef<VocabularyIndex | null>(null);
  const vocabularyRejection = shallowRef<Rejection | null>(null);
  const revision = computed(() => model.value?.vocabulary?.revision);

  async function loadWords(): Promise<void> {
    vocabularyRejection.value = null;
    if (revision.value === undefined) return void (vocabulary.value = null);
    try {
      vocabulary.value = await loadVocabulary(id, revision.value);
    } catch (error) {
      vocabularyRejection.value = toRejection(error);
    }
  }
  watch(revision, () => void loadWords());
  return {
    model,
    isMissing: computed(() => list.data.value !== null && !model.value),
    rejection: list.rejection,
    load: list.load,
    vocabulary,
    vocabularyRejection,
    loadWords,
  };
}
