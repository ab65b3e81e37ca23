import { type ModelPickerItem, requestedAdditions } from '@visionary/contract';
import { computed, watch } from 'vue';
import { useAdditionsStore, useModelsStore } from '../../generation/index.js';
import { useJamStore } from '../document/jam-store.js';

/**
 * Loads the models that the room has chosen, even while its settings are collapsed: lists contain only some of the
 * hub's models. So every client in the room shows withdrawn models before anyone renders.
 */
export function useChosenModels() {
  const [jam, models, additions] = [useJamStore(), useModelsStore(), useAdditionsStore()];
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
  /** With what is known of each, null if it is not on this server. */
  const requested = computed(() =>
    requestedAdditions(jam.settings).map((one) => ({
      one,
      choice: additions.choice(one.kind, one.id, jam.settings.model),
    })),
  );
  watch(
    [requested, () => additions.revision],
    () => {
      if (jam.settings.model !== '') additions.lookUpAll(jam.settings);
    },
    { immediate: true },
  );
  const unavailableAddition = computed(() => requested.value.find(({ choice }) => choice === null)?.one);
  const misfits = computed(() => {
    const { model } = jam.settings;
    const chosenLoras = models.loras.filter(({ id }) => uses.value.some((use) => use.id === id));
    return [
      ...chosenLoras.filter((lora) => models.loaded && models.compatibility(lora, model) === false),
      ...requested.value.flatMap(({ choice }) => (choice && isMisfit(choice) ? (choice.addition ?? []) : [])),
    ].map(({ title }) => title);
  });
  return { unavailableModel, unavailableLora, unavailableAddition, misfits };
}

/** What was not checked yet may fit. */
const isMisfit = ({ isCompatible, incompatibility }: ModelPickerItem): boolean =>
  !isCompatible && incompatibility !== 'notChecked';
