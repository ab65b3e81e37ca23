import type { AdditionKind, AdditionView } from '@visionary/contract';
import { computed, type Ref } from 'vue';
import { call } from '../../shared/api/index.js';
import { useQuery } from '../../shared/query/index.js';

/** The files of a kind that fit the model; empty until known. */
export function useAdditionOptions(kind: AdditionKind, model: () => string): Readonly<Ref<readonly AdditionView[]>> {
  const chosen = computed(model);
  const { data } = useQuery(() => call('modelPicker', { query: { kind, search: '', model: chosen.value } }), {
    on: [chosen],
    when: () => chosen.value !== '',
  });
  return computed(() =>
    (data.value?.choices ?? []).flatMap(({ addition, isCompatible }) => (addition && isCompatible ? [addition] : [])),
  );
}
