import { createStore, del, set, values, type UseStore } from 'idb-keyval';
import type { OutboxItem, OutboxStorage } from './outbox.js';

let opened: UseStore | undefined;
const store = (): UseStore => (opened ??= createStore('visionary-outbox', 'messages'));

/** An item that a client from before November 2026 stored, with the names of that time. */
export interface OldOutboxItem {
  readonly personId: string;
  readonly state: 'sending' | 'refused';
  readonly refusal?: object;
  readonly card?: { readonly picture?: number };
}

/** @returns the item with today's names */
export function withCurrentNames(item: OutboxItem | OldOutboxItem): OutboxItem {
  if (!('personId' in item)) return item;
  const { personId: userId, state, refusal: rejection, card: oldCard, ...rest } = item;
  const { picture: image, ...card } = oldCard ?? {};
  return {
    ...rest,
    userId,
    state: state === 'refused' ? 'rejected' : state,
    ...(rejection && { rejection }),
    ...(oldCard && { card: { ...card, ...(image !== undefined && { image }) } }),
  } as OutboxItem;
}

/** IndexedDB: survives reloads and is shared by all tabs. Every call rejects if the browser has no storage. */
export const indexedDbOutbox: OutboxStorage = {
  all: async () => (await values<OutboxItem | OldOutboxItem>(store())).map(withCurrentNames),
  put: async (item) => set(item.clientId, item, store()),
  remove: async (clientId) => del(clientId, store()),
};
