import type { SnapshotState, MessageView, RoomEvent } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { z } from 'zod';
import { useReadMarkersStore } from '../../rooms/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import type { RoomConnection } from '../../shared/room-connection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useMessageCommands } from './use-message-commands.js';
import { useMessageHistory } from './use-message-history.js';
import { isMessageChange } from './message-change.js';
import { useOutboxStore } from '../outbox/outbox-store.js';
import { usePendingMessages } from './use-pending-messages.js';
import type { MessageContent } from './pending-message.js';
import { useTyping } from './use-typing.js';

/** Messages of the open room. Events write it; components read it. */
export const useChatStore = defineStore('chat', () => {
  const session = useSessionStore();
  const readMarkers = useReadMarkersStore();
  const outbox = useOutboxStore();
  const connection = shallowRef<RoomConnection | null>(null);
  const { reset: resetHistory, apply: applyToHistory, known, show, ...history } = useMessageHistory(connection);
  const outgoing = usePendingMessages(connection);
  const changes = useMessageCommands(outgoing.changing, { known, show });
  const typing = useTyping(connection);
  /** Messages received while the end of the list was not visible. */
  const unreadCount = shallowRef(0);
  /** Incremented by each message sent here; messages sent in another tab do not scroll this one. */
  const sentCount = shallowRef(0);

  function enter(opened: RoomConnection | null): void {
    connection.value = opened;
    resetHistory(null);
    outbox.enter(opened);
    typing.clear();
    readMarkers.resumeReading();
  }

  function settle({ author, clientId, roomId, seq }: MessageView): void {
    if (author.id === session.me?.id) outbox.settle(clientId, roomId, seq);
  }

  /** Replaces everything with a fresh snapshot and reloads around the reader. */
  function reset(fresh: z.infer<typeof SnapshotState>, seq: number): void {
    resetHistory(fresh, seq);
    for (const message of fresh.messages) settle(message);
    if (connection.value) outbox.settleUpTo(connection.value.roomId, seq);
    void history.reloadAroundReader().catch(toRejection);
  }

  /** Receives every event of the log: events that are not about messages still advance its head. */
  function apply(event: RoomEvent): void {
    applyToHistory(event);
    // The log does not name the command of a change: an acknowledged one is in it as soon as the log has reached its
    // seq.
    if (isMessageChange(event)) outbox.settleUpTo(event.roomId, event.seq);
    if (event.type !== 'chat.sent') return;
    settle(event.payload.message);
    typing.remove(event.payload.message.author.id);
  }

  function send(messageContent: MessageContent): void {
    outgoing.send(messageContent);
    sentCount.value += 1;
    typing.typed();
    readMarkers.resumeReading();
  }

  /** Marks as unread from this message on, on all my devices. @throws Rejection */
  const markUnread = ({ id, roomId }: MessageView): Promise<void> => readMarkers.markUnread(roomId, id);
  const setUnreadCount = (count: number): void => void (unreadCount.value = count);

  const state = {
    roomId: computed(() => connection.value?.roomId ?? null),
    unreadCount,
    sentCount,
    ...typing.views,
  };
  return { ...state, ...history, ...changes, ...outgoing, setUnreadCount, markUnread, enter, reset, apply, send };
});
