import { createStore, del, entries, set, type UseStore } from 'idb-keyval';
import type { UnsyncedStorage, UnsyncedUpdate } from './unsynced-edits.js';

let opened: UseStore | undefined;
const store = (): UseStore => (opened ??= createStore('visionary-documents', 'changes'));

/** Stored by a client from before November 2026. */
type OldUpdate = UnsyncedUpdate & { personId?: string };

const withCurrentNames = ({ personId, ...update }: OldUpdate): UnsyncedUpdate => ({
  ...(personId !== undefined && { userId: personId }),
  ...update,
});

/** IndexedDB: survives reloads and is shared by all tabs. */
export const indexedDbUnsynced: UnsyncedStorage = {
  all: async () =>
    (await entries<string, OldUpdate>(store())).map(([key, update]) => [key, withCurrentNames(update)] as const),
  put: async (key, stored) => set(key, stored, store()),
  remove: async (key) => del(key, store()),
};
