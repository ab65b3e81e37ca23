import { computed, shallowRef } from 'vue';
import { call } from './api/index.js';
import { useQuery } from './query/index.js';

/** Search suggestions while typing; none if the request fails. */
export function useSearchSuggestions() {
  const text = shallowRef('');
  const { data } = useQuery(() => call('suggest', { query: { text: text.value } }), {
    on: text,
    when: () => text.value !== '',
    debounceMs: 180,
  });
  const found = computed(() => data.value?.suggestions ?? []);
  const type = (typed: string): void => void (text.value = typed.trim());
  return { found, type };
}
