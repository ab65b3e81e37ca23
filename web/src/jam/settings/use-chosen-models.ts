import { computed, watch } from 'vue';
import { useModelsStore } from '../../generation/index.js';
import { useJamStore } from '../document/jam-store.js';

/**
 * Loads the models that the room has chosen, even while its settings are collapsed: lists contain only some of the
 * hub's models. So every client in the room shows withdrawn models before anyone renders.
 */
export function useChosenModels() {
  const [jam, models] = [useJamStore(), useModelsStore()];
  const uses = computed(() => jam.settings.loras ?? []);
  models.refetchOnChange(() => [jam.settings.model, ...uses.value.map(({ id }) => id)]);
  watch(
    [() => jam.settings.model, uses, () => models.loaded, () => models.list, () => models.loras],
    () => {
      if (!models.loaded) return;
      void models.lookUp('model', jam.settings.model);
      for (const { id } of uses.value) void models.lookUp('lora', id);
      void models.compare(jam.settings.model, uses.value);
    },
    { immediate: true },
  );
  const isDeleted = (kind: 'model' | 'lora', id: string): boolean => {
    const local: readonly { readonly id: string }[] = kind === 'model' ? models.list : models.loras;
    return models.loaded && id !== '' && local.every((one) => one.id !== id) && models.wasLookedUp(kind, id);
  };
  const unavailableModel = computed(() => (isDeleted('model', jam.settings.model) ? jam.settings.model : undefined));
  const unavailableLora = computed(() => uses.value.find(({ id }) => isDeleted('lora', id))?.id);
  return { unavailableModel, unavailableLora };
}
