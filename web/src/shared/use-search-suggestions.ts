import type { Suggestion } from '@visionary/contract';
import { onScopeDispose, shallowRef } from 'vue';
import { call } from './api/index.js';
import { toRejection } from './api/rejection.js';

/** While somebody types, the server is asked once they pause. */
const DEBOUNCE_MS = 180;

/** What somebody may mean while they type; of answers that overtake each other the newest counts. */
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
      // Enter searches as well.
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
