import { defineStore } from 'pinia';
import { onScopeDispose, shallowRef, watch } from 'vue';
import { useMeStore } from '../../accounts/index.js';
import { notifyMasked } from '../../safety/index.js';
import { randomUuid } from '../../shared/random-uuid.js';
import { withTabLock } from '../../shared/tabs/tab-lock.js';
import type { RoomConnection } from '../../shared/room-connection.js';
import { useSocket } from '../../shared/socket/index.js';
import { tabChannel } from '../../shared/tabs/tab-channel.js';
import { indexedDbOutbox } from './outbox-storage.js';
import { deliver, sentAndStoredText } from './deliver.js';
import { Outbox, type OutboxItem, type OutboxTabMessage } from './outbox.js';

/** Unconfirmed messages and changes of all rooms in this browser, on every page. */
export const useOutboxStore = defineStore('outbox', () => {
  const socket = useSocket();
  const me = useMeStore();
  const list = shallowRef<readonly OutboxItem[]>([]);
  let connection: RoomConnection | null = null;
  const rejectionListeners = new Set<(outboxItem: OutboxItem) => void>();

  const outbox: Outbox = new Outbox({
    storage: indexedDbOutbox,
    broadcast: tabChannel<OutboxTabMessage>('outbox', (news) => outbox.receiveFromTab(news)),
    connectedAs: () => me.connectedAs,
    // Not queued: the command must use this connection, which belongs to its author, or none.
    deliver: async (item) => {
      const event = await deliver(socket, item);
      notifyMasked(...sentAndStoredText(item, event));
      return event;
    },
    exclusively: (work) => withTabLock('visionary.outbox', work),
    receive: (event) => (connection?.roomId === event.roomId ? connection.receive(event) : undefined),
    isAwaitingLog: (roomId, seq) => connection?.roomId === roomId && connection.seq() < seq,
    changed: () => void (list.value = outbox.list),
    onRejected: (item) => rejectionListeners.forEach((listener) => listener(item)),
    scheduleSend: (afterMs) => void setTimeout(() => void outbox.send(), afterMs),
    freshId: randomUuid,
    now: Date.now,
  });

  watch(
    () => me.connectedAs,
    (now) => (now === null ? undefined : void outbox.send()),
  );
  void outbox.open();

  return {
    list,
    /** The open room: its log settles items. */
    enter: (opened: RoomConnection | null): void => void (connection = opened),
    add: outbox.add.bind(outbox),
    retry: outbox.retry.bind(outbox),
    discard: outbox.discard.bind(outbox),
    settle: outbox.settle.bind(outbox),
    settleUpTo: outbox.settleUpTo.bind(outbox),
    /** Calls the listener with each rejected item, also one that another tab sent, until the scope ends. */
    onRejected(listener: (item: OutboxItem) => void): void {
      rejectionListeners.add(listener);
      onScopeDispose(() => rejectionListeners.delete(listener));
    },
  };
});
