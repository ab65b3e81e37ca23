import type { ModelChoice } from '@visionary/contract';
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import { call } from '../../../shared/api/index.js';
import { pagedList } from '../../../shared/lists/paged-list.js';

/** After the last letter. */
const PAUSE_MS = 200;

export const idOf = ({ model, lora }: ModelChoice): string => model?.id ?? lora?.id ?? '';

/** What can be chosen, what fits first, page by page, for words that are typed. */
export function useChoices(kind: 'model' | 'lora', model: () => string) {
  const typed = shallowRef('');
  const total = shallowRef(0);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const pages = pagedList<ModelChoice>(async (cursor) => {
    const {
      choices,
      total: all,
      nextCursor,
    } = await call('modelChoices', {
      query: {
        ...{ kind, search: typed.value.trim() },
        ...(model() === '' ? {} : { model: model() }),
        ...(cursor === null ? {} : { cursor }),
      },
    });
    total.value = all;
    return { items: choices, nextCursor };
  }, idOf);

  watch(typed, () => {
    clearTimeout(timer);
    timer = setTimeout(() => void pages.load(), PAUSE_MS);
  });
  watch(model, () => void pages.load());
  onScopeDispose(() => clearTimeout(timer));
  void pages.load();

  const fitting = computed(() => pages.items.value?.filter(({ fits }) => fits) ?? []);
  const others = computed(() => pages.items.value?.filter(({ fits }) => !fits) ?? []);
  return { typed, total, fitting, others, ...pages };
}
