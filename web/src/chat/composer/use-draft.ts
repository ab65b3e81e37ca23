import { onScopeDispose, shallowRef, watch, type Ref } from 'vue';
import type { Called } from './mention-text.js';

interface Draft {
  readonly text: string;
  readonly called: Called;
}

const KEY = 'visionary.draft.';
const NOTHING: Draft = { text: '', called: new Map() };

/** What somebody is writing in a room, and whom its names call: kept in this browser until it is sent. */
export function useDraft(where: () => string) {
  const text = shallowRef('');
  const called: Ref<Called> = shallowRef(NOTHING.called);

  function set(draft: Draft): void {
    [text.value, called.value] = [draft.text, draft.called];
  }
  watch(where, (key) => set(read(key)), { immediate: true });
  // Another tab wrote on, or sent it.
  const follow = ({ key }: StorageEvent) => key === KEY + where() && set(read(where()));
  window.addEventListener('storage', follow);
  onScopeDispose(() => window.removeEventListener('storage', follow));
  watch([text, called], ([now, calls]) => write(where(), { text: now, called: calls }));
  return { text, called, set, clear: () => set(NOTHING) };
}

function read(where: string): Draft {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY + where) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('text' in kept) || !('called' in kept)) return NOTHING;
    return { text: String(kept.text), called: new Map(kept.called as [string, string][]) };
  } catch {
    return NOTHING;
  }
}

/** A browser that keeps nothing keeps no drafts; writing goes on. */
function write(where: string, { text, called }: Draft): void {
  try {
    if (text === '') localStorage.removeItem(KEY + where);
    else localStorage.setItem(KEY + where, JSON.stringify({ text, called: [...called] }));
  } catch {
    return;
  }
}
