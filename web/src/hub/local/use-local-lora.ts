import { computed } from 'vue';
import { useModelsStore } from '../../generation/index.js';
import { call } from '../../shared/api/index.js';
import { useQuery } from '../../shared/query/index.js';
import { compatibleModels } from '../try/try-blocker.js';

/** A LoRA of this server with what its file tells, and the models here that it fits. */
export function useLocalLora(id: string) {
  const models = useModelsStore();
  void models.load();
  models.refetchOnChange(() => [id]);
  const metadata = useQuery(() => call('loraMetadata', { query: { lora: id } }));
  const lora = computed(() => models.loras.find((one) => one.id === id));
  return {
    lora,
    isMissing: computed(() => models.loaded && !lora.value),
    rejection: computed(() => models.rejection),
    load: models.load,
    compatible: computed(() => compatibleModels(id, models) ?? []),
    /** Null until loaded, and for an unreadable file. The page does without. */
    metadata: metadata.data,
  };
}
