import type { TagCount } from '@visionary/contract';
import { computed } from 'vue';
import { useSearchSuggestions } from '../use-search-suggestions.js';

/** Existing tags that match the typed text; none if the request fails. */
export function useTagSuggestions() {
  const { found: all, type } = useSearchSuggestions();
  const found = computed(() =>
    all.value.flatMap((one): TagCount[] => (one.kind === 'tag' ? [{ tag: one.label, count: one.count }] : [])),
  );
  return { found, type };
}
