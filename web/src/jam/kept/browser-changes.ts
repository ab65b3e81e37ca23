import { createStore, del, entries, set, type UseStore } from 'idb-keyval';
import type { ChangesShelf, KeptChanges } from './word-keeper.js';

let opened: UseStore | undefined;
const store = (): UseStore => (opened ??= createStore('visionary-documents', 'changes'));

/** IndexedDB: survives reloads, the same for all tabs. */
export const browserChanges: ChangesShelf = {
  all: async () => entries<string, KeptChanges>(store()),
  put: async (key, kept) => set(key, kept, store()),
  remove: async (key) => del(key, store()),
};
