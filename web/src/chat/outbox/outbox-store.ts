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
import {
  Outbox,
  type OutboxItem,
  type OutboxTabMessage,
  isOutboxChange,
  type OutboxChange,
  type OutboxMessage,
} from './outbox.js';
import type { RoomEvent } from '@visionary/contract';
import { toRejection } from '../../shared/api/rejection.js';

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

type Socket = ReturnType<typeof useSocket>;

/** Sends the item; a repeated send returns the first event. @throws Rejection */
async function deliver(socket: Socket, outboxItem: OutboxItem): Promise<RoomEvent> {
  try {
    return (await (isOutboxChange(outboxItem) ? change(socket, outboxItem) : sendMessage(socket, outboxItem))).event;
  } catch (error) {
    throw toRejection(error);
  }
}

/** The text as typed, and as stored. */
function sentAndStoredText(outboxItem: OutboxItem, { type, payload }: RoomEvent): [typed: string, stored: string] {
  if (type === 'chat.sent' && !isOutboxChange(outboxItem)) return [outboxItem.text, payload.message.text];
  if (type === 'chat.edited' && isOutboxChange(outboxItem) && outboxItem.change.type === 'chat.edited') {
    return [outboxItem.change.payload.text, payload.text];
  }
  return ['', ''];
}

function sendMessage(
  socket: Socket,
  { roomId, clientId, text, replyTo, attachments, card: sharedTake }: OutboxMessage,
) {
  return socket.send('chat.send', {
    ...{ roomId, clientId, text },
    ...(replyTo ? { replyTo: replyTo.messageId } : {}),
    ...(attachments?.length ? { attachments: attachments.map(({ id }) => id) } : {}),
    ...(sharedTake ? { sharedTake } : {}),
  });
}

function change(socket: Socket, { roomId, clientId, change: what }: OutboxChange) {
  const { type, payload } = what;
  const about = { roomId, clientId, messageId: payload.messageId };
  switch (type) {
    case 'chat.reacted':
      return socket.send('chat.react', { ...about, emoji: payload.emoji, on: payload.on });
    case 'chat.edited':
      return socket.send('chat.edit', { ...about, text: payload.text });
    case 'chat.deleted':
      return socket.send('chat.delete', about);
    case 'chat.pinned':
      return socket.send('chat.pin', { ...about, on: payload.on });
    default:
      return type satisfies never;
  }
}
