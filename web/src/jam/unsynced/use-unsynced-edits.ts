import { shallowRef, type Ref } from 'vue';
import { randomUuid } from '../../shared/random-uuid.js';
import type { SharedDocument } from '../document/shared-document.js';
import { indexedDbUnsynced } from './unsynced-storage.js';
import { UnsyncedEdits } from './unsynced-edits.js';

/** Stores edits of the open document across reloads until the server confirms them. */
export function useUnsyncedEdits(shared: Readonly<Ref<SharedDocument | null>>) {
  let edits: UnsyncedEdits | null = null;
  let isRestored = false;
  /** Incremented when edits of an earlier tab were restored. */
  const restoredCount = shallowRef(0);

  function open(roomId: string): UnsyncedEdits {
    isRestored = false;
    return (edits = new UnsyncedEdits({ storage: indexedDbUnsynced, roomId, key: randomUuid(), now: Date.now }));
  }

  /** Once per document, after the first sync. */
  function restore(userId: string): void {
    const into = shared.value;
    if (isRestored || !into) return;
    isRestored = true;
    const applyUpdate = (update: Uint8Array): boolean => {
      if (shared.value !== into) return false;
      into.restore(update);
      return true;
    };
    void edits?.applyPatch(userId, applyUpdate).then((is) => is && (restoredCount.value += 1));
  }

  return { open, restore, restoredCount, save: (): void => void edits?.save() };
}
