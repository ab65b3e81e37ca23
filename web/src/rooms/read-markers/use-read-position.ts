import type { ReadState } from '@visionary/contract';
import { computed, shallowRef } from 'vue';
import { toRejection } from '../../shared/api/rejection.js';
import { useSocket } from '../../shared/socket/index.js';
import { ReadThrottle } from './read-throttle.js';
import { markReadUpTo } from './read-markers.js';

const TELL_EVERY_MS = 1_000;

interface Kept {
  markOf(roomId: string): ReadState | undefined;
  apply(mark: ReadState): void;
}

/** What I read here is told to the server, calmly; what I mark as unread stays so. */
export function useReadPosition({ markOf, apply }: Kept) {
  const socket = useSocket();
  const readers = new Map<string, ReadThrottle>();
  /** The room whose newest message I am looking at. */
  const attended = shallowRef<string | null>(null);
  /** Marked as unread here: it stays so until the room is entered anew or written in. */
  const leftUnread = shallowRef<string | null>(null);

  function readerOf(roomId: string): ReadThrottle {
    const reader = readers.get(roomId) ?? new ReadThrottle((seq) => void tell(roomId, seq), TELL_EVERY_MS);
    readers.set(roomId, reader);
    return reader;
  }
  async function tell(roomId: string, seq: number): Promise<void> {
    try {
      const mark = await socket.send('chat.markRead', { roomId, seq });
      if (leftUnread.value !== roomId) apply(mark);
    } catch (error) {
      // Told again with the next message, or after the next connection.
      readers.get(roomId)?.reset();
      toRejection(error);
    }
  }

  /** Everything up to here is before my eyes. Cheap; for every message. */
  function read(roomId: string, seq: number): void {
    const mark = markOf(roomId);
    if (!mark || leftUnread.value === roomId || seq <= mark.readSeq) return;
    apply(markReadUpTo(mark, seq));
    readerOf(roomId).report(seq);
  }

  /** From this message on it is unread again, here and everywhere. @throws Refused */
  async function markUnread(roomId: string, messageId: string): Promise<void> {
    leftUnread.value = roomId;
    readers.get(roomId)?.reset();
    try {
      apply(await socket.send('chat.markUnread', { roomId, messageId }, { queue: true }));
    } catch (error) {
      leftUnread.value = null;
      throw toRejection(error);
    }
  }

  return {
    read,
    markUnread,
    /** What was left unread may be read again. */
    resume: (): void => void (leftUnread.value = null),
    isLeftUnread: (roomId: string | null): boolean => roomId !== null && leftUnread.value === roomId,
    attend: (roomId: string | null): void => void (attended.value = roomId),
    reading: computed(() => (attended.value === leftUnread.value ? null : attended.value)),
    forgetTold: (): void => readers.forEach((reader) => reader.reset()),
  };
}
