import { onScopeDispose, shallowRef, watch, type Ref } from 'vue';
import type { MentionMap } from '../mentions/mention-text.js';

interface Draft {
  readonly text: string;
  readonly called: MentionMap;
}

const KEY = 'visionary.draft.';
const NOTHING: Draft = { text: '', called: new Map() };

/**
 * What somebody is writing in a place, and whom its names call: kept in this browser until it is sent.
 * @param begin what stands there before anybody has written
 */
export function useDraft(where: () => string, begin: Draft = NOTHING) {
  const text = shallowRef('');
  const called: Ref<MentionMap> = shallowRef(begin.called);

  function set(draft: Draft): void {
    [text.value, called.value] = [draft.text, draft.called];
  }
  watch(where, (key) => set(read(key) ?? begin), { immediate: true });
  // Another tab wrote on, or sent it.
  const follow = ({ key }: StorageEvent) => key === KEY + where() && set(read(where()) ?? begin);
  window.addEventListener('storage', follow);
  onScopeDispose(() => window.removeEventListener('storage', follow));
  watch([text, called], ([now, calls]) => write(where(), now === begin.text ? null : { text: now, called: calls }));
  /** At once: whoever sends it may be gone before anything is watched again. */
  function clear(): void {
    set(begin);
    write(where(), null);
  }
  return { text, called, clear };
}

function read(where: string): Draft | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY + where) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('text' in kept) || !('called' in kept)) return null;
    return { text: String(kept.text), called: new Map(kept.called as [string, string][]) };
  } catch {
    return null;
  }
}

/** A browser that keeps nothing keeps no drafts; writing goes on. */
function write(where: string, draft: Draft | null): void {
  try {
    if (draft === null) localStorage.removeItem(KEY + where);
    else localStorage.setItem(KEY + where, JSON.stringify({ text: draft.text, called: [...draft.called] }));
  } catch {
    return;
  }
}
