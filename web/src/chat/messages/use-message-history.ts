import type { SnapshotState, RoomEvent } from '@visionary/contract';
import { shallowRef, type Ref } from 'vue';
import type { z } from 'zod';
import type { RoomConnection } from '../../shared/room-connection.js';
import { useSocket } from '../../shared/socket/index.js';
import { Conversation, EMPTY_CONVERSATION, type Gap } from './conversation.js';
import { findAnchor, isInGap, type MessageAnchor } from './message-anchor.js';
import type { RequestedChange } from './message-change.js';

/** Messages kept around the reader and at the end. A screen shows a few dozen. */
const MAX_MESSAGES = 400;
const MAX_DISTANCE_TO_END = 100;
/** The number of repeated requests when the response is stale. */
const MOST_TRIES = 3;

/** The message to scroll to and to highlight. A new object with each request. */
export interface ScrollTarget {
  readonly seq: number;
  readonly messageId: string | null;
}

/** The loaded history of the room. */
export function useMessageHistory(connection: Readonly<Ref<RoomConnection | null>>) {
  const socket = useSocket();
  const known = new Conversation();
  /** The displayed messages; `gaps` load when they become visible. */
  const conversation = shallowRef(EMPTY_CONVERSATION);
  /** The running requests: 'older', 'around', and `gap` with the seq on the side it is filled from. */
  const loading = shallowRef<readonly string[]>([]);
  /** Set by `jumpTo` and after a reset: scroll there. */
  const target = shallowRef<ScrollTarget | null>(null);
  /** Null while the reader is at the end. */
  let reading: number | null = null;
  /** While held, the displayed messages stay: a new state shows once the reader's position is loaded. */
  let held = false;

  const show = (): void => void (held || (conversation.value = known.view));
  function hold(is: boolean): void {
    held = is;
    show();
  }
  function reset(fresh: z.infer<typeof SnapshotState> | null, seq = 0): void {
    known.reset(fresh, seq);
    if (!fresh) [target.value, reading] = [null, null];
    hold(reading !== null);
  }
  function apply(event: RoomEvent): void {
    known.apply(event);
    if (reading === null && conversation.value.messages.length > 2 * MAX_MESSAGES) {
      known.trim(event.seq, MAX_MESSAGES, MAX_MESSAGES);
    }
    show();
  }
  /** Shows my changes that the log does not have yet. */
  function expect(changes: readonly RequestedChange[]): void {
    known.expect(changes);
    show();
  }

  /** Single flight per key. Ignores responses to requests from before a reset or from another room. @throws Rejection */
  async function once<A>(
    key: string,
    request: (roomId: string) => Promise<A>,
    add: (reply: A) => boolean,
  ): Promise<void> {
    const [opened, before] = [connection.value, known.generation];
    if (!opened || loading.value.includes(key)) return;
    loading.value = [...loading.value, key];
    try {
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        const reply = await request(opened.roomId);
        if (connection.value !== opened || known.generation !== before || add(reply)) break;
      }
    } finally {
      loading.value = loading.value.filter((one) => one !== key);
    }
    show();
  }
  const trimAround = (seq: number): true => (known.trim(seq, MAX_MESSAGES, MAX_DISTANCE_TO_END), true);
  const loadBefore = (beforeSeq: number, key: string): Promise<void> =>
    once(
      key,
      (roomId) => socket.send('chat.listBefore', { roomId, beforeSeq }),
      (page) => known.addOlder(beforeSeq, page) && trimAround(beforeSeq),
    );
  const loadAfter = (afterSeq: number): Promise<void> =>
    once(
      `gap ${afterSeq}`,
      (roomId) => socket.send('chat.listAfter', { roomId, afterSeq }),
      (page) => known.addNewer(afterSeq, page) && trimAround(afterSeq),
    );
  const loadAround = (messageAnchor: MessageAnchor): Promise<void> =>
    once(
      'around',
      (roomId) => socket.send('chat.listAround', { roomId, ...messageAnchor }),
      (window) => {
        const middle = window.messages[Math.floor(window.messages.length / 2)]?.seq ?? window.seq;
        return known.addWindow(window) && trimAround(middle);
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
    const [seq, before] = [reading, known.generation];
    if (seq === null) return;
    const exists = !isInGap(known.view, seq);
    const over = () => known.generation === before && hold(false);
    if (!exists) await loadAround({ seq }).finally(over);
    else over();
    if (!exists && known.generation === before) target.value = { seq, messageId: null };
  }
  /** The reading position; messages around it are kept. Null means the end. Cheap enough for every scroll event. */
  const setReadPosition = (seq: number | null): void => void (reading = seq);

  return {
    conversation,
    target,
    loading,
    reset,
    apply,
    expect,
    loadOlder,
    fillGap,
    jumpTo,
    reloadAroundReader,
    setReadPosition,
  };
}
