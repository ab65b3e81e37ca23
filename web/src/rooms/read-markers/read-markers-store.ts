import type { NotificationLevel, ReadState } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { useSocket } from '../../shared/socket/index.js';
import { NOTHING_UNREAD, totalUnread, unreadAtLevel, type ReadMarkers, type Unread } from './read-markers.js';
import { useReadPosition } from './use-read-position.js';

/** How far I have read in each of my rooms, the same on every device: the server has the truth, this page a copy. */
export const useReadMarkersStore = defineStore('marks', () => {
  const socket = useSocket();
  const marks = shallowRef<ReadMarkers>(new Map());
  const markOf = (roomId: string): ReadState | undefined => marks.value.get(roomId);
  const apply = (mark: ReadState): void => void (marks.value = new Map(marks.value).set(mark.roomId, mark));
  const { reading, forgetTold: resetSent, ...reader } = useReadPosition({ markOf, apply });

  /** All of them as they are now; without any: nobody is signed in. */
  function reset(all: readonly ReadState[]): void {
    marks.value = new Map(all.map((mark) => [mark.roomId, mark]));
    resetSent();
  }

  /** How much of a room reaches me. @throws Refused */
  async function setNotify(roomId: string, notificationLevel: NotificationLevel): Promise<void> {
    apply(await socket.send('chat.setNotificationLevel', { roomId, notificationLevel }, { queue: true }));
  }

  const total = computed(() => totalUnread(marks.value, reading.value));
  /** In all rooms but the one I am in, whether I look at its messages or not. */
  const unreadElsewhere = (roomId: string): Unread => totalUnread(marks.value, roomId);
  /** Of one room, for lists; nothing while I look at its newest message. */
  function unreadOf(roomId: string): Unread {
    const mark = markOf(roomId);
    return mark && roomId !== reading.value ? unreadAtLevel(mark) : NOTHING_UNREAD;
  }

  socket.on('chat.readStateChanged', apply);
  return { marks, total, unreadOf, unreadElsewhere, markOf, apply, reset, setNotify, ...reader };
});
