import { useEventListener } from '@vueuse/core';
import { shallowRef, watch, type Ref } from 'vue';
import type { MentionMap } from '../mentions/mention-text.js';

interface Draft {
  readonly text: string;
  readonly mentions: MentionMap;
}

const KEY = 'visionary.draft.';
const NOTHING: Draft = { text: '', mentions: new Map() };

/** A draft with its mentions, kept in this browser until sent. @param initial the text without a stored draft */
export function useDraft(storageKey: () => string, initial: Draft = NOTHING) {
  const text = shallowRef('');
  const mentions: Ref<MentionMap> = shallowRef(initial.mentions);

  function set(draft: Draft): void {
    [text.value, mentions.value] = [draft.text, draft.mentions];
  }
  watch(storageKey, (key) => set(read(key) ?? initial), { immediate: true });
  // Another tab edited or sent it.
  const follow = ({ key }: StorageEvent) => key === KEY + storageKey() && set(read(storageKey()) ?? initial);
  useEventListener(window, 'storage', follow);
  watch([text, mentions], ([now, mentionMap]) =>
    write(storageKey(), now === initial.text ? null : { text: now, mentions: mentionMap }),
  );
  /** Writes at once, because the component may unmount before watchers run. */
  function clear(): void {
    set(initial);
    write(storageKey(), null);
  }
  return { text, mentions, clear };
}

function read(key: string): Draft | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY + key) ?? 'null');
    if (typeof stored !== 'object' || stored === null || !('text' in stored)) return null;
    // Drafts from before November 2026 have no `mentions`; the text is what counts.
    const mentions = 'mentions' in stored ? stored.mentions : [];
    return { text: String(stored.text), mentions: new Map(mentions as [string, string][]) };
  } catch {
    return null;
  }
}

/** Without storage there are no drafts; writing still works. */
function write(key: string, draft: Draft | null): void {
  try {
    if (draft === null) localStorage.removeItem(KEY + key);
    else localStorage.setItem(KEY + key, JSON.stringify({ text: draft.text, mentions: [...draft.mentions] }));
  } catch {
    return;
  }
}
