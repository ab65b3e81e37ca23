import type { TagCount } from '@visionary/contract';
import { computed } from 'vue';
import { useSearchSuggestions } from '../use-search-suggestions.js';

/** Tags that others gave, for what is being typed; none while that cannot be asked. */
export function useTagSuggestions() {
  const { found: all, type } = useSearchSuggestions();
  const found = computed(() =>
    all.value.flatMap((one): TagCount[] => (one.kind === 'tag' ? [{ tag: one.label, count: one.count }] : [])),
  );
  return { found, type };
}
