import type { SnapshotState, MessageView, RoomEvent, UserView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import type { z } from 'zod';
import { useReadMarkersStore } from '../../rooms/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import type { RoomConnection } from '../../shared/room-connection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { isOutboxChange, type OutboxChange, type OutboxMessage } from '../outbox/outbox.js';
import { useOutboxStore } from '../outbox/outbox-store.js';
import { isMessageChange, type RequestedChange } from './message-change.js';
import type { MessageContent } from './pending-message.js';
import { useMessageHistory } from './use-message-history.js';
import { useTyping } from './use-typing.js';

/** Plain data: reactive objects can be neither stored nor sent to other tabs. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const toMessageUser = ({ id, name, image }: UserView): UserView => ({ id, name, ...(image ? { image } : {}) });

/**
 * Messages of the open room. Events write it; components read it. My messages and changes are shown at once, kept until
 * the log confirms them, and sent once.
 */
export const useChatStore = defineStore('chat', () => {
  const session = useSessionStore();
  const readMarkers = useReadMarkersStore();
  const outbox = useOutboxStore();
  const connection = shallowRef<RoomConnection | null>(null);
  const history = useMessageHistory(connection);
  const typing = useTyping(connection);
  /** Messages received while the end of the list was not visible. */
  const unreadCount = shallowRef(0);
  /** Incremented by each message sent here; messages sent in another tab do not scroll this one. */
  const sentCount = shallowRef(0);

  const mine = computed(() => {
    const [roomId, myId] = [connection.value?.roomId, session.me?.id];
    return outbox.list.filter((one) => one.roomId === roomId && one.userId === myId);
  });
  const pending = computed(() => mine.value.filter((one): one is OutboxMessage => !isOutboxChange(one)));
  const changing = computed(() => mine.value.filter(isOutboxChange));
  /** My latest pending edit of each message. */
  const edits = computed<ReadonlyMap<string, OutboxChange>>(() => {
    const latest = changing.value.filter(({ change }) => change.type === 'chat.edited');
    return new Map(latest.map((one) => [one.change.payload.messageId, one]));
  });
  watch(changing, (now) => history.expect(now.filter(({ state }) => state === 'sending').map(({ change }) => change)), {
    flush: 'sync',
  });

  function enter(opened: RoomConnection | null): void {
    connection.value = opened;
    history.reset(null);
    outbox.enter(opened);
    typing.clear();
    readMarkers.resumeReading();
  }
  function settleMine({ author, clientId, roomId, seq }: MessageView): void {
    if (author.id === session.me?.id) outbox.settle(clientId, roomId, seq);
  }
  /** Replaces everything with a fresh snapshot and reloads around the reader. */
  function reset(fresh: z.infer<typeof SnapshotState>, seq: number): void {
    history.reset(fresh, seq);
    for (const message of fresh.messages) settleMine(message);
    if (connection.value) outbox.settleUpTo(connection.value.roomId, seq);
    void history.reloadAroundReader().catch(toRejection);
  }
  /** Receives every event of the log: events that are not about messages still advance its head. */
  function apply(event: RoomEvent): void {
    history.apply(event);
    // The log does not name the command of a change: an acknowledged one is in it as soon as the log has reached its
    // seq.
    if (isMessageChange(event)) outbox.settleUpTo(event.roomId, event.seq);
    if (event.type !== 'chat.sent') return;
    settleMine(event.payload.message);
    typing.remove(event.payload.message.author.id);
  }

  /** Shows the message at once in every tab, and sends it now, or after a reconnect or reload, with the same client id. */
  function send(content: MessageContent): void {
    if (connection.value && session.me) outbox.add(session.me.id, connection.value.roomId, plain(content));
    sentCount.value += 1;
    typing.typed();
    readMarkers.resumeReading();
  }
  function change({ roomId }: MessageView, requested: RequestedChange): void {
    if (session.me) outbox.add(session.me.id, roomId, { change: plain(requested) });
  }
  const payloadBy = ({ id }: MessageView, user: UserView) => ({
    messageId: id,
    by: toMessageUser(user),
    at: Date.now(),
  });
  /** Adds or removes a reaction. */
  function react(by: UserView, message: MessageView, emoji: string, on: boolean): void {
    const payload = { messageId: message.id, emoji, user: toMessageUser(by), on };
    change(message, { type: 'chat.reacted', payload });
  }
  /** Edits a message; only its author can. */
  function edit(message: MessageView, text: string): void {
    const { id: messageId, mentions } = message;
    const payload = { messageId, text, editedAt: Date.now(), ...(mentions ? { mentions } : {}) };
    change(message, { type: 'chat.edited', payload });
  }
  const remove = (by: UserView, message: MessageView): void =>
    change(message, { type: 'chat.deleted', payload: payloadBy(message, by) });
  /** Pins the message for everyone, or unpins it. */
  const pin = (by: UserView, message: MessageView, on: boolean): void =>
    change(message, { type: 'chat.pinned', payload: { ...payloadBy(message, by), on } });
  /** Marks as unread from this message on, on all my devices. @throws Rejection */
  const markUnread = ({ id, roomId }: MessageView): Promise<void> => readMarkers.markUnread(roomId, id);

  return {
    roomId: computed(() => connection.value?.roomId ?? null),
    conversation: history.conversation,
    target: history.target,
    loading: history.loading,
    unreadCount,
    sentCount,
    typists: typing.typists,
    pending,
    changing,
    edits,
    enter,
    reset,
    apply,
    applyTyped: typing.applyTyped,
    typing: typing.typing,
    send,
    react,
    edit,
    remove,
    pin,
    retry: outbox.retry,
    discard: outbox.discard,
    markUnread,
    setUnreadCount: (count: number): void => void (unreadCount.value = count),
    setReadPosition: history.setReadPosition,
    loadOlder: history.loadOlder,
    fillGap: history.fillGap,
    jumpTo: history.jumpTo,
  };
});
