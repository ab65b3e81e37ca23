import { shallowRef, type Ref } from 'vue';
import type { RoomConnection } from '../../shared/room-connection.js';
import { useSocket } from '../../shared/socket/index.js';
import type { Conversation } from './conversation.js';
import type { MessageAnchor } from './message-anchor.js';

/** Messages kept around the reader and at the end. A screen shows a few dozen. */
export const MAX_MESSAGES = 400;
const MAX_DISTANCE_TO_END = 100;
/** The number of repeated requests when the response is stale. */
const MOST_TRIES = 3;

/** Loads pages of messages into a conversation. */
export function useMessagePages(connection: Readonly<Ref<RoomConnection | null>>, known: Conversation) {
  const socket = useSocket();
  /** The running requests: 'older', 'around', and `gap` with the seq on the side it is filled from. */
  const loading = shallowRef<readonly string[]>([]);

  /** Single flight per request. @throws Rejection */
  async function once(key: string, load: (roomId: string) => Promise<boolean>): Promise<void> {
    const roomId = connection.value?.roomId;
    if (!roomId || loading.value.includes(key)) return;
    loading.value = [...loading.value, key];
    try {
      for (let tries = 0; tries < MOST_TRIES && !(await load(roomId)); tries++);
    } finally {
      loading.value = loading.value.filter((one) => one !== key);
    }
  }

  /** Discards responses to requests from before a reset or from another room. */
  async function loadPage<A>(request: Promise<A>, add: (reply: A) => boolean): Promise<boolean> {
    const [opened, before] = [connection.value, known.generation];
    const reply = await request;
    return connection.value !== opened || known.generation !== before || add(reply);
  }
  const trimAround = (seq: number): true => (known.trim(seq, MAX_MESSAGES, MAX_DISTANCE_TO_END), true);

  return {
    loading,
    /** The page before a seq. @throws Rejection */
    before: (beforeSeq: number, key: string) =>
      once(key, (roomId) =>
        loadPage(
          socket.send('chat.listBefore', { roomId, beforeSeq }),
          (page) => known.addOlder(beforeSeq, page) && trimAround(beforeSeq),
        ),
      ),
    /** The page after a seq. @throws Rejection */
    after: (afterSeq: number) =>
      once(`gap ${afterSeq}`, (roomId) =>
        loadPage(
          socket.send('chat.listAfter', { roomId, afterSeq }),
          (page) => known.addNewer(afterSeq, page) && trimAround(afterSeq),
        ),
      ),
    /** A page around a message. @throws Rejection */
    around: (messageAnchor: MessageAnchor) =>
      once('around', (roomId) =>
        loadPage(socket.send('chat.listAround', { roomId, ...messageAnchor }), (window) => {
          const middle = window.messages[Math.floor(window.messages.length / 2)]?.seq ?? window.seq;
          return known.addWindow(window) && trimAround(middle);
        }),
      ),
  };
}
