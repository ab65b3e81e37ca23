import { watch } from 'vue';
import type { YTextEvent, Transaction } from 'yjs';
import { useJamStore } from './jam-store.js';
import { LOCAL_ORIGIN } from './shared-document.js';

/** Calls `onEdit` for each edit that this user makes in the prompt's editor, and not for values applied from elsewhere. */
export function useOwnEdits(onEdit: () => void): void {
  const jam = useJamStore();
  const edited = (_: YTextEvent, { local, origin }: Transaction) => {
    if (local && origin !== LOCAL_ORIGIN) onEdit();
  };
  watch(
    () => jam.shared,
    (shared, _, onCleanup) => {
      shared?.prompt.observe(edited);
      onCleanup(() => shared?.prompt.unobserve(edited));
    },
    { immediate: true },
  );
}
