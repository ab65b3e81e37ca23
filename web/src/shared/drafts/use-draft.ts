import { onScopeDispose, shallowRef, watch, type Ref } from 'vue';
import type { MentionMap } from '../mentions/mention-text.js';

interface Draft {
  readonly text: string;
  readonly mentions: MentionMap;
}

const KEY = 'visionary.draft.';
const NOTHING: Draft = { text: '', mentions: new Map() };

/**
 * What somebody is writing in a place, and whom its names call: kept in this browser until it is sent.
 * @param begin what stands there before anybody has written
 */
export function useDraft(where: () => string, initial: Draft = NOTHING) {
  const text = shallowRef('');
  const mentions: Ref<MentionMap> = shallowRef(initial.mentions);

  function set(draft: Draft): void {
    [text.value, mentions.value] = [draft.text, draft.mentions];
  }
  watch(where, (key) => set(read(key) ?? initial), { immediate: true });
  // Another tab wrote on, or sent it.
  const follow = ({ key }: StorageEvent) => key === KEY + where() && set(read(where()) ?? initial);
  window.addEventListener('storage', follow);
  onScopeDispose(() => window.removeEventListener('storage', follow));
  watch([text, mentions], ([now, mentionMap]) =>
    write(where(), now === initial.text ? null : { text: now, mentions: mentionMap }),
  );
  /** At once: whoever sends it may be gone before anything is watched again. */
  function clear(): void {
    set(initial);
    write(where(), null);
  }
  return { text, mentions, clear };
}

function read(where: string): Draft | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY + where) ?? 'null');
    if (typeof stored !== 'object' || stored === null || !('text' in stored) || !('mentions' in stored)) return null;
    return { text: String(stored.text), mentions: new Map(stored.mentions as [string, string][]) };
  } catch {
    return null;
  }
}

/** A browser that keeps nothing keeps no drafts; writing goes on. */
function write(where: string, draft: Draft | null): void {
  try {
    if (draft === null) localStorage.removeItem(KEY + where);
    else localStorage.setItem(KEY + where, JSON.stringify({ text: draft.text, mentions: [...draft.mentions] }));
  } catch {
    return;
  }
}
