import type { MessageView, RoomEvent, UserView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import { useMeStore } from '../../accounts/index.js';
import { notifyMasked } from '../../safety/index.js';
import { randomUuid } from '../../shared/random-uuid.js';
import { withTabLock } from '../../shared/tabs/tab-lock.js';
import type { RoomConnection } from '../../shared/room-connection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { tabChannel } from '../../shared/tabs/tab-channel.js';
import type { MessageContent } from '../messages/pending-message.js';
import { indexedDbOutbox } from './outbox-storage.js';
import {
  Outbox,
  type OutboxItem,
  type OutboxTabMessage,
  isOutboxChange,
  type OutboxChange,
  type OutboxMessage,
} from './outbox.js';
import { toRejection } from '../../shared/api/rejection.js';

/** Plain data: reactive objects can be neither stored nor sent to other tabs. */
const toPlain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/**
 * My unconfirmed messages and changes of all rooms in this browser, on every page: shown at once, kept until the log
 * confirms them, and sent once.
 */
export const useOutboxStore = defineStore('outbox', () => {
  const socket = useSocket();
  const me = useMeStore();
  const session = useSessionStore();
  const list = shallowRef<readonly OutboxItem[]>([]);
  /** The open room: its log settles items. */
  const connection = shallowRef<RoomConnection | null>(null);
  /** Incremented by each message sent here; messages sent in another tab do not scroll this one. */
  const sentCount = shallowRef(0);
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
    receive: (event) => void (connection.value?.roomId === event.roomId && connection.value.receive(event)),
    isAwaitingLog: (roomId, seq) => connection.value?.roomId === roomId && connection.value.seq() < seq,
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

  const myItems = computed(() =>
    list.value.filter((one) => one.roomId === connection.value?.roomId && one.userId === session.me?.id),
  );
  const changes = computed(() => myItems.value.filter(isOutboxChange));

  /** Shows the message at once in every tab, and sends it now, or after a reconnect or reload, with the same client id. */
  function send(content: MessageContent): void {
    if (connection.value && session.me) outbox.add(session.me.id, connection.value.roomId, toPlain(content));
    sentCount.value += 1;
  }
  function request(
    { id, roomId }: MessageView,
    changeBy: (messageId: string, by: UserView) => OutboxChange['change'],
  ): void {
    if (!session.me) return;
    const { id: userId, name, image } = session.me;
    const change = changeBy(id, { id: userId, name, ...(image ? { image } : {}) });
    outbox.add(userId, roomId, { change: toPlain(change) });
  }
  /** Adds or removes a reaction. */
  const react = (message: MessageView, emoji: string, on: boolean): void =>
    request(message, (messageId, user) => ({ type: 'chat.reacted', payload: { messageId, emoji, user, on } }));
  /** Edits a message; only its author can. */
  const edit = (message: MessageView, text: string): void =>
    request(message, (messageId) => ({
      type: 'chat.edited',
      payload: { messageId, text, editedAt: Date.now(), ...(message.mentions && { mentions: message.mentions }) },
    }));
  const remove = (message: MessageView): void =>
    request(message, (messageId, by) => ({ type: 'chat.deleted', payload: { messageId, by, at: Date.now() } }));
  /** Pins the message for everyone, or unpins it. */
  const pin = (message: MessageView, on: boolean): void =>
    request(message, (messageId, by) => ({ type: 'chat.pinned', payload: { messageId, by, at: Date.now(), on } }));

  return {
    /** My messages of the open room, and changes to its messages. */
    pending: computed(() => myItems.value.filter((one): one is OutboxMessage => !isOutboxChange(one))),
    changes,
    /** My latest pending edit of each message. */
    edits: computed((): ReadonlyMap<string, OutboxChange> => {
      const latest = changes.value.filter(({ change }) => change.type === 'chat.edited');
      return new Map(latest.map((one) => [one.change.payload.messageId, one]));
    }),
    sentCount,
    enter: (opened: RoomConnection | null): void => void (connection.value = opened),
    send,
    react,
    edit,
    remove,
    pin,
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
    return (await (isOutboxChange(outboxItem) ? sendChange(socket, outboxItem) : sendMessage(socket, outboxItem)))
      .event;
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

function sendChange(socket: Socket, { roomId, clientId, change: requested }: OutboxChange) {
  const { type, payload } = requested;
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
