import type { ModelPickerItem } from '@visionary/contract';
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import { call } from '../../../shared/api/index.js';
import { createPaginator } from '../../../shared/pagination/paginator.js';
import { modelChoiceId } from './model-choice-id.js';

/** The debounce after the last keystroke. */
const DEBOUNCE_MS = 200;

interface ChoicesPage {
  readonly items: readonly ModelPickerItem[];
  readonly nextCursor: string | null;
  readonly search: string;
  readonly total: number;
}

/** Options for a query, compatible ones first, paged. */
export function useModelChoices(kind: 'model' | 'lora', model: () => string) {
  const typed = shallowRef('');
  let timer: ReturnType<typeof setTimeout> | undefined;
  const pages = createPaginator<ModelPickerItem, ChoicesPage>(async (cursor) => {
    const search = typed.value.trim();
    const { choices, total, nextCursor } = await call('modelPicker', {
      query: {
        ...{ kind, search },
        ...(model() === '' ? {} : { model: model() }),
        ...(cursor === null ? {} : { cursor }),
      },
    });
    return { items: choices, nextCursor, search, total };
  }, modelChoiceId);

  watch(typed, () => {
    clearTimeout(timer);
    timer = setTimeout(() => void pages.load(), DEBOUNCE_MS);
  });
  /** Skips the debounce after Enter. */
  function fetchNow(): void {
    clearTimeout(timer);
    void pages.load();
  }
  watch(model, () => void pages.load());
  onScopeDispose(() => clearTimeout(timer));
  void pages.load();

  const fitting = computed(() => pages.items.value?.filter(({ isCompatible }) => isCompatible) ?? []);
  const others = computed(() => pages.items.value?.filter(({ isCompatible }) => !isCompatible) ?? []);
  const total = computed(() => pages.first.value?.total ?? 0);
  /** The query that the list is the result of. */
  const answered = computed(() => pages.first.value?.search ?? null);
  return { typed, total, answered, fetchNow, fitting, others, ...pages };
}
