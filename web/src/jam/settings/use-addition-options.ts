import type { AdditionKind, AdditionView } from '@visionary/contract';
import { computed, type Ref } from 'vue';
import { call } from '../../shared/api/index.js';
import { useQuery } from '../../shared/query/index.js';

/** The files of a kind that fit the model. @throws Rejection */
export async function findAdditions(kind: AdditionKind, model: string): Promise<AdditionView[]> {
  const { choices } = await call('modelPicker', { query: { kind, search: '', model } });
  return choices.flatMap(({ addition, isCompatible }) => (addition && isCompatible ? [addition] : []));
}

/** As `findAdditions`, and whether they are known. */
export function useAdditionList(kind: AdditionKind, model: () => string) {
  const chosen = computed(model);
  const { data } = useQuery(() => findAdditions(kind, chosen.value), { on: [chosen], when: () => chosen.value !== '' });
  const items = computed(() => data.value ?? []);
  return { items, isKnown: computed(() => data.value !== undefined && data.value !== null) };
}

/** The files of a kind that fit the model; empty until known. */
export const useAdditionOptions = (kind: AdditionKind, model: () => string): Readonly<Ref<readonly AdditionView[]>> =>
  useAdditionList(kind, model).items;
