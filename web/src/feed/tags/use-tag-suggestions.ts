import type { TagCount } from '@visionary/contract';
import { onScopeDispose, shallowRef } from 'vue';
import { call } from '../../shared/api/index.js';
import { asRefused } from '../../shared/refused.js';

/** While somebody types, the server is asked once they pause. */
const PAUSE_MS = 200;

/** Tags that others gave, for what is being typed; none while that cannot be asked. */
export function useTagSuggestions() {
  const found = shallowRef<readonly TagCount[]>([]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;

  async function ask(text: string): Promise<void> {
    const mine = ++turn;
    try {
      const { suggestions } = await call('suggest', { query: { text } });
      if (mine !== turn) return;
      found.value = suggestions.flatMap((one) => (one.kind === 'tag' ? [{ tag: one.label, count: one.count }] : []));
    } catch (error) {
      // What was typed is a tag as well.
      asRefused(error);
    }
  }
  function type(typed: string): void {
    clearTimeout(timer);
    const text = typed.trim();
    turn += 1;
    if (text === '') found.value = [];
    else timer = setTimeout(() => void ask(text), PAUSE_MS);
  }
  onScopeDispose(() => clearTimeout(timer));
  return { found, type };
}
