import type { ReadState } from '@visionary/contract';
import { computed, shallowRef } from 'vue';
import { toRejection } from '../../shared/api/rejection.js';
import { useSocket } from '../../shared/socket/index.js';
import { ReadThrottle } from './read-throttle.js';
import { markReadUpTo } from './read-markers.js';

const THROTTLE_MS = 1_000;

interface UseReadPositionOptions {
  readStateOf(roomId: string): ReadState | undefined;
  apply(readState: ReadState): void;
}

/** Reports the read position, throttled. A room marked as unread stays unread. */
export function useReadPosition({ readStateOf, apply }: UseReadPositionOptions) {
  const socket = useSocket();
  const readers = new Map<string, ReadThrottle>();
  /** The room whose newest message is visible. */
  const activeRoom = shallowRef<string | null>(null);
  /** Marked as unread here; lasts until the room is entered again or the user writes. */
  const keptUnread = shallowRef<string | null>(null);

  function readerOf(roomId: string): ReadThrottle {
    const throttle = readers.get(roomId) ?? new ReadThrottle((seq) => void send(roomId, seq), THROTTLE_MS);
    readers.set(roomId, throttle);
    return throttle;
  }
  async function send(roomId: string, seq: number): Promise<void> {
    try {
      const readState = await socket.send('chat.markRead', { roomId, seq });
      if (keptUnread.value !== roomId) apply(readState);
    } catch (error) {
      // Retried with the next message or connection.
      readers.get(roomId)?.reset();
      toRejection(error);
    }
  }

  /** Everything up to this seq is visible. Cheap enough for every message. */
  function read(roomId: string, seq: number): void {
    const readState = readStateOf(roomId);
    if (!readState || keptUnread.value === roomId || seq <= readState.readSeq) return;
    apply(markReadUpTo(readState, seq));
    readerOf(roomId).report(seq);
  }

  /** Marks as unread from this message on, on all my devices. @throws Rejection */
  async function markUnread(roomId: string, messageId: string): Promise<void> {
    keptUnread.value = roomId;
    readers.get(roomId)?.reset();
    try {
      apply(await socket.send('chat.markUnread', { roomId, messageId }, { queue: true }));
    } catch (error) {
      keptUnread.value = null;
      throw toRejection(error);
    }
  }

  return {
    read,
    markUnread,
    /** Allows reading what was marked as unread. */
    resumeReading: (): void => void (keptUnread.value = null),
    isKeptUnread: (roomId: string | null): boolean => roomId !== null && keptUnread.value === roomId,
    setActiveRoom: (roomId: string | null): void => void (activeRoom.value = roomId),
    reading: computed(() => (activeRoom.value === keptUnread.value ? null : activeRoom.value)),
    resetSent: (): void => readers.forEach((throttle) => throttle.reset()),
  };
}
