import { createStore, del, entries, set, type UseStore } from 'idb-keyval';
import type { UnsyncedStorage, UnsyncedUpdate } from './unsynced-edits.js';

let opened: UseStore | undefined;
const store = (): UseStore => (opened ??= createStore('visionary-documents', 'changes'));

/** IndexedDB: survives reloads and is shared by all tabs. */
export const indexedDbUnsynced: UnsyncedStorage = {
  all: async () => entries<string, UnsyncedUpdate>(store()),
  put: async (key, stored) => set(key, stored, store()),
  remove: async (key) => del(key, store()),
};
