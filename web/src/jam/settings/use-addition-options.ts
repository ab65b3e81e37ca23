import type { AdditionKind, AdditionView } from '@visionary/contract';
import { computed, type Ref } from 'vue';
import { call } from '../../shared/api/index.js';
import { useQuery } from '../../shared/query/index.js';

/** The files of a kind that fit the model, and whether they are known. */
export function useAdditionList(kind: AdditionKind, model: () => string) {
  const chosen = computed(model);
  const { data } = useQuery(() => call('modelPicker', { query: { kind, search: '', model: chosen.value } }), {
    on: [chosen],
    when: () => chosen.value !== '',
  });
  const items = computed(() =>
    (data.value?.choices ?? []).flatMap(({ addition, isCompatible }) => (addition && isCompatible ? [addition] : [])),
  );
  return { items, isKnown: computed(() => data.value !== undefined && data.value !== null) };
}

/** The files of a kind that fit the model; empty until known. */
export const useAdditionOptions = (kind: AdditionKind, model: () => string): Readonly<Ref<readonly AdditionView[]>> =>
  useAdditionList(kind, model).items;
