import type { NotifyLevel, ReadMark } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { useSocket } from '../shared/socket/index.js';
import { NOTHING_UNREAD, totalUnread, unreadBy, type Marks, type Unread } from './marks.js';
import { makeReading } from './reading.js';

/** How far I have read in each of my rooms, the same on every device: the server has the truth, this page a copy. */
export const useMarks = defineStore('marks', () => {
  const socket = useSocket();
  const marks = shallowRef<Marks>(new Map());
  const markOf = (roomId: string): ReadMark | undefined => marks.value.get(roomId);
  const apply = (mark: ReadMark): void => void (marks.value = new Map(marks.value).set(mark.roomId, mark));
  const { reading, forgetTold, ...reader } = makeReading({ markOf, apply });

  /** All of them as they are now; without any: nobody is signed in. */
  function reset(all: readonly ReadMark[]): void {
    marks.value = new Map(all.map((mark) => [mark.roomId, mark]));
    forgetTold();
  }

  /** How much of a room reaches me. @throws Refused */
  async function setNotify(roomId: string, notify: NotifyLevel): Promise<void> {
    apply(await socket.send('chat.notify', { roomId, notify }, { queue: true }));
  }

  const total = computed(() => totalUnread(marks.value, reading.value));
  /** In all rooms but the one I am in, whether I look at its messages or not. */
  const unreadBeside = (roomId: string): Unread => totalUnread(marks.value, roomId);
  /** Of one room, for lists; nothing while I look at its newest message. */
  function unreadOf(roomId: string): Unread {
    const mark = markOf(roomId);
    return mark && roomId !== reading.value ? unreadBy(mark) : NOTHING_UNREAD;
  }

  socket.on('chat.marked', apply);
  return { marks, total, unreadOf, unreadBeside, markOf, apply, reset, setNotify, ...reader };
});
