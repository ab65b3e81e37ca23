import type { AdditionKind, ModelFamily } from '@visionary/contract';
import { computed, shallowRef, watch } from 'vue';
import { call } from '../../../shared/api/index.js';
import { usePages } from '../../../shared/query/index.js';
import { modelChoiceId } from './model-choice-id.js';

/** Options for a query, compatible ones first, paged. */
export function useModelChoices(kind: 'model' | 'lora' | AdditionKind, model: () => string) {
  const typed = shallowRef('');
  const family = shallowRef<ModelFamily>();
  const pages = usePages(
    async (after) => {
      const search = typed.value.trim();
      const page = await call('modelPicker', {
        query: {
          kind,
          search,
          ...(model() !== '' && { model: model() }),
          ...(family.value && { family: family.value }),
          ...after,
        },
      });
      return { ...page, search };
    },
    ({ choices }) => choices,
    modelChoiceId,
    { on: typed, debounceMs: 200 },
  );
  watch([model, family], pages.load);

  const compatible = computed(() => pages.items.value?.filter(({ isCompatible }) => isCompatible) ?? []);
  const others = computed(() => pages.items.value?.filter(({ isCompatible }) => !isCompatible) ?? []);
  const total = computed(() => pages.first.value?.total ?? 0);
  const families = computed(() => pages.first.value?.families ?? []);
  /** The query that the list is the result of. */
  const answered = computed(() => pages.first.value?.search ?? null);
  return { typed, family, families, total, answered, compatible, others, ...pages };
}
