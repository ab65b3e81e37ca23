import { createStore, del, set, values, type UseStore } from 'idb-keyval';
import type { OutboxItem, OutboxStorage } from './outbox.js';

let opened: UseStore | undefined;
const store = (): UseStore => (opened ??= createStore('visionary-outbox', 'messages'));

/** IndexedDB: survives reloads and is shared by all tabs. Every call rejects if the browser has no storage. */
export const indexedDbOutbox: OutboxStorage = {
  all: async () => values<OutboxItem>(store()),
  put: async (item) => set(item.clientId, item, store()),
  remove: async (clientId) => del(clientId, store()),
};
