import type { ReadMark } from '@visionary/contract';
import { computed, shallowRef } from 'vue';
import { asRefused } from '../shared/refused.js';
import { useSocket } from '../shared/socket/index.js';
import { CalmReader } from './calm-reader.js';
import { readUpTo } from './marks.js';

const TELL_EVERY_MS = 1_000;

interface Kept {
  markOf(roomId: string): ReadMark | undefined;
  apply(mark: ReadMark): void;
}

/** What I read here is told to the server, calmly; what I mark as unread stays so. */
export function makeReading({ markOf, apply }: Kept) {
  const socket = useSocket();
  const readers = new Map<string, CalmReader>();
  /** The room whose newest message I am looking at. */
  const attended = shallowRef<string | null>(null);
  /** Marked as unread here: it stays so until the room is entered anew or written in. */
  const leftUnread = shallowRef<string | null>(null);

  function readerOf(roomId: string): CalmReader {
    const reader = readers.get(roomId) ?? new CalmReader((seq) => void tell(roomId, seq), TELL_EVERY_MS);
    readers.set(roomId, reader);
    return reader;
  }
  async function tell(roomId: string, seq: number): Promise<void> {
    try {
      const mark = await socket.send('chat.read', { roomId, seq });
      if (leftUnread.value !== roomId) apply(mark);
    } catch (error) {
      // Told again with the next message, or after the next connection.
      readers.get(roomId)?.forget();
      asRefused(error);
    }
  }

  /** Everything up to here is before my eyes. Cheap; for every message. */
  function read(roomId: string, seq: number): void {
    const mark = markOf(roomId);
    if (!mark || leftUnread.value === roomId || seq <= mark.readSeq) return;
    apply(readUpTo(mark, seq));
    readerOf(roomId).saw(seq);
  }

  /** From this message on it is unread again, here and everywhere. @throws Refused */
  async function markUnread(roomId: string, messageId: string): Promise<void> {
    leftUnread.value = roomId;
    readers.get(roomId)?.forget();
    try {
      apply(await socket.send('chat.unread', { roomId, messageId }, { queue: true }));
    } catch (error) {
      leftUnread.value = null;
      throw asRefused(error);
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
    forgetTold: (): void => readers.forEach((reader) => reader.forget()),
  };
}
