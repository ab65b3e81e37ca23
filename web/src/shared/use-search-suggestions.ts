import type { Suggestion } from '@visionary/contract';
import { onScopeDispose, shallowRef } from 'vue';
import { call } from './api/index.js';
import { toRejection } from './api/rejection.js';

/** Debounces typing. */
const DEBOUNCE_MS = 180;

/** Search suggestions while typing. Of overlapping requests the last one counts. */
export function useSearchSuggestions() {
  const found = shallowRef<readonly Suggestion[]>([]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;

  async function search(text: string): Promise<void> {
    const current = ++turn;
    try {
      const { suggestions } = await call('suggest', { query: { text } });
      if (current === turn) found.value = suggestions;
    } catch (error) {
      // Enter searches without waiting for suggestions.
      toRejection(error);
    }
  }
  function clear(): void {
    clearTimeout(timer);
    turn += 1;
    found.value = [];
  }
  function type(typed: string): void {
    clearTimeout(timer);
    const text = typed.trim();
    if (text === '') clear();
    else timer = setTimeout(() => void search(text), DEBOUNCE_MS);
  }
  onScopeDispose(() => clearTimeout(timer));
  return { found, type, clear };
}
