import type { LoggedJoin, SnapshotState, MessageView, RoomEvent } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import type { z } from 'zod';
import { useReadMarkersStore } from '../../rooms/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import type { RoomConnection } from '../../shared/room-connection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { useOutboxStore } from '../outbox/outbox-store.js';
import { Conversation, EMPTY_CONVERSATION, findAnchor, isInGap, type Gap, type MessageAnchor } from './conversation.js';
import { withJoin } from './joins.js';
import { isMessageChange } from './message-change.js';
import { useTyping } from './use-typing.js';

/** Messages kept around the reader and at the end. A screen shows a few dozen. */
const MAX_MESSAGES = 400;
const MAX_DISTANCE_TO_END = 100;
/** The number of repeated requests when the response is stale. */
const MOST_TRIES = 3;

/** The message to scroll to and to highlight. A new object with each request. */
interface ScrollTarget {
  readonly seq: number;
  readonly messageId: string | null;
}

/** Messages of the open room, as far as loaded. Events write it; components read it. */
export const useChatStore = defineStore('chat', () => {
  const socket = useSocket();
  const session = useSessionStore();
  const readMarkers = useReadMarkersStore();
  const outbox = useOutboxStore();
  const connection = shallowRef<RoomConnection | null>(null);
  const typing = useTyping(connection);
  /** Messages received while the end of the list was not visible. */
  const unreadCount = shallowRef(0);
  const loaded = new Conversation();
  /** The displayed messages; `gaps` load when they become visible. */
  const conversation = shallowRef(EMPTY_CONVERSATION);
  /** The last ones, oldest first. */
  const joins = shallowRef<readonly LoggedJoin[]>([]);
  /** The running requests: 'older', 'around', and `gap` with the seq on the side it is filled from. */
  const loading = shallowRef<readonly string[]>([]);
  /** Set by `jumpTo` and after a reset: scroll there. */
  const target = shallowRef<ScrollTarget | null>(null);
  /** Null while the reader is at the end. */
  let readPosition: number | null = null;
  /** While held, the displayed messages stay: a new state shows once the reader's position is loaded. */
  let isFrozen = false;

  const show = (): void => void (isFrozen || (conversation.value = loaded.view));
  function setFrozen(is: boolean): void {
    isFrozen = is;
    show();
  }
  // My changes that the log does not have yet are shown at once.
  watch(
    () => outbox.changes,
    (now) => {
      loaded.expect(now.filter(({ state }) => state === 'sending').map(({ change }) => change));
      show();
    },
    { flush: 'sync' },
  );
  watch(
    () => outbox.sentCount,
    () => {
      typing.typed();
      readMarkers.resumeReading();
    },
    { flush: 'sync' },
  );

  function enter(opened: RoomConnection | null): void {
    connection.value = opened;
    loaded.reset(null);
    [target.value, readPosition, joins.value] = [null, null, []];
    setFrozen(false);
    outbox.enter(opened);
    typing.clear();
    readMarkers.resumeReading();
  }
  function settleMine({ author, clientId, roomId, seq }: MessageView): void {
    if (author.id === session.me?.id) outbox.settle(clientId, roomId, seq);
  }
  /** Replaces everything with a fresh snapshot and reloads around the reader. */
  function reset(snapshot: z.infer<typeof SnapshotState>, seq: number): void {
    loaded.reset(snapshot, seq);
    joins.value = snapshot.joins ?? [];
    setFrozen(readPosition !== null);
    for (const message of snapshot.messages) settleMine(message);
    if (connection.value) outbox.settleUpTo(connection.value.roomId, seq);
    void reloadAroundReader().catch(toRejection);
  }
  /** Receives every event of the log: events that are not about messages still advance its head. */
  function apply(event: RoomEvent): void {
    loaded.apply(event);
    joins.value = withJoin(joins.value, event);
    if (readPosition === null && conversation.value.messages.length > 2 * MAX_MESSAGES) {
      loaded.trim(event.seq, MAX_MESSAGES, MAX_MESSAGES);
    }
    show();
    // The log does not name the command of a change: an acknowledged one is in it as soon as the log has reached its
    // seq.
    if (isMessageChange(event)) outbox.settleUpTo(event.roomId, event.seq);
    if (event.type !== 'chat.sent') return;
    settleMine(event.payload.message);
    typing.remove(event.payload.message.author.id);
  }

  /** Single flight per key. Ignores responses to requests from before a reset or from another room. @throws Rejection */
  async function once<A>(
    key: string,
    request: (roomId: string) => Promise<A>,
    add: (reply: A) => boolean,
  ): Promise<void> {
    const [opened, before] = [connection.value, loaded.generation];
    if (!opened || loading.value.includes(key)) return;
    loading.value = [...loading.value, key];
    try {
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        const reply = await request(opened.roomId);
        if (connection.value !== opened || loaded.generation !== before || add(reply)) break;
      }
    } finally {
      loading.value = loading.value.filter((one) => one !== key);
    }
    show();
  }
  const trimAround = (seq: number): true => (loaded.trim(seq, MAX_MESSAGES, MAX_DISTANCE_TO_END), true);
  const loadBefore = (beforeSeq: number, key: string): Promise<void> =>
    once(
      key,
      (roomId) => socket.send('chat.listBefore', { roomId, beforeSeq }),
      (page) => loaded.addOlder(beforeSeq, page) && trimAround(beforeSeq),
    );
  const loadAfter = (afterSeq: number): Promise<void> =>
    once(
      `gap ${afterSeq}`,
      (roomId) => socket.send('chat.listAfter', { roomId, afterSeq }),
      (page) => loaded.addNewer(afterSeq, page) && trimAround(afterSeq),
    );
  const loadAround = (messageAnchor: MessageAnchor): Promise<void> =>
    once(
      'around',
      (roomId) => socket.send('chat.listAround', { roomId, ...messageAnchor }),
      (window) => {
        const middle = window.messages[Math.floor(window.messages.length / 2)]?.seq ?? window.seq;
        return loaded.addWindow(window) && trimAround(middle);
      },
    );

  /** The page before the oldest loaded message. @throws Rejection */
  async function loadOlder(): Promise<void> {
    const oldest = conversation.value.messages[0];
    if (oldest && conversation.value.hasMore) await loadBefore(oldest.seq, 'older');
  }
  /** Loads a page of a gap from the reader's side. @throws Rejection */
  const fillGap = ({ afterSeq, beforeSeq }: Gap, from: 'above' | 'below'): Promise<void> =>
    from === 'above' ? loadAfter(afterSeq) : loadBefore(beforeSeq, `gap ${beforeSeq}`);

  /** Loads a page around a position and scrolls to it. @throws Rejection CHAT_MESSAGE_NOT_FOUND and others */
  async function jumpTo(messageAnchor: MessageAnchor): Promise<void> {
    const find = () => findAnchor(conversation.value, messageAnchor);
    if (!find()) await loadAround(messageAnchor);
    const found = find();
    if (found) target.value = { seq: found.seq, messageId: found.id };
  }
  /** Reloads around the reader after a reset. @throws Rejection */
  async function reloadAroundReader(): Promise<void> {
    const [seq, before] = [readPosition, loaded.generation];
    if (seq === null) return;
    const isLoaded = !isInGap(loaded.view, seq);
    const unfreeze = () => loaded.generation === before && setFrozen(false);
    if (!isLoaded) await loadAround({ seq }).finally(unfreeze);
    else unfreeze();
    if (!isLoaded && loaded.generation === before) target.value = { seq, messageId: null };
  }
  /** The reading position; messages around it are kept. Null means the end. Cheap enough for every scroll event. */
  const setReadPosition = (seq: number | null): void => void (readPosition = seq);

  /** Marks as unread from this message on, on all my devices. @throws Rejection */
  const markUnread = ({ id, roomId }: MessageView): Promise<void> => readMarkers.markUnread(roomId, id);

  return {
    roomId: computed(() => connection.value?.roomId ?? null),
    conversation,
    joins,
    target,
    loading,
    unreadCount,
    typists: typing.typists,
    enter,
    reset,
    apply,
    applyTyped: typing.applyTyped,
    typing: typing.typing,
    markUnread,
    setUnreadCount: (count: number): void => void (unreadCount.value = count),
    setReadPosition,
    loadOlder,
    fillGap,
    jumpTo,
  };
});
