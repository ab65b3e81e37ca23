import { computed, shallowRef } from 'vue';
import { call } from './api/index.js';
import { useQuery } from './query/index.js';

/** Search suggestions while typing; none if the request fails. */
export function useSearchSuggestions() {
  const text = shallowRef('');
  const { data } = useQuery(
    async () => {
      const query = { text: text.value };
      return { ...query, ...(await call('suggest', { query })) };
    },
    { on: text, when: () => text.value !== '', debounceMs: 180 },
  );
  const suggestions = computed(() => data.value?.suggestions ?? []);
  /** The last text without suggestions, until another one has some; undefined if there is none. */
  const textWithoutMatch = computed(() =>
    text.value !== '' && data.value?.suggestions.length === 0 ? data.value.text : undefined,
  );
  const search = (typed: string): void => void (text.value = typed.trim());
  return { suggestions, textWithoutMatch, search };
}
