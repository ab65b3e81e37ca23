import { shallowRef, type Ref } from 'vue';
import { randomUuid } from '../../shared/random-uuid.js';
import type { SharedDocument } from '../document/shared-document.js';
import { UnsyncedEdits, type UnsyncedStorage, type UnsyncedUpdate } from './unsynced-edits.js';
import { createStore, del, entries, set, type UseStore } from 'idb-keyval';

let opened: UseStore | undefined;
const store = (): UseStore => (opened ??= createStore('visionary-documents', 'changes'));

/** Stored by a client from before November 2026. */
type OldUpdate = UnsyncedUpdate & { personId?: string };

const withCurrentNames = ({ personId, ...update }: OldUpdate): UnsyncedUpdate => ({
  ...(personId !== undefined && { userId: personId }),
  ...update,
});

/** IndexedDB: survives reloads and is shared by all tabs. */
const indexedDbUnsynced: UnsyncedStorage = {
  all: async () =>
    (await entries<string, OldUpdate>(store())).map(([key, update]) => [key, withCurrentNames(update)] as const),
  put: async (key, stored) => set(key, stored, store()),
  remove: async (key) => del(key, store()),
};

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
    const document = shared.value;
    if (isRestored || !document) return;
    isRestored = true;
    const applyUpdate = (update: Uint8Array): boolean => {
      if (shared.value !== document) return false;
      document.restore(update);
      return true;
    };
    void edits?.restore(userId, applyUpdate).then((is) => is && (restoredCount.value += 1));
  }

  return { open, restore, restoredCount, save: (): void => void edits?.save() };
}
