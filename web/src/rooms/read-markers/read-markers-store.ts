import type { NotificationLevel, ReadState } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { useSocket } from '../../shared/socket/index.js';
import { NOTHING_UNREAD, totalUnread, unreadAtLevel, type ReadMarkers, type Unread } from './read-markers.js';
import { useReadPosition } from './use-read-position.js';

/** How far I have read in each of my rooms, the same on every device: the server has the truth, this page a copy. */
export const useReadMarkersStore = defineStore('marks', () => {
  const socket = useSocket();
  const readMarkers = shallowRef<ReadMarkers>(new Map());
  const readStateOf = (roomId: string): ReadState | undefined => readMarkers.value.get(roomId);
  const apply = (readState: ReadState): void =>
    void (readMarkers.value = new Map(readMarkers.value).set(readState.roomId, readState));
  const { reading, resetSent: resetSent, ...reader } = useReadPosition({ readStateOf, apply });

  /** Replaces all read states; none after signing out. */
  function reset(all: readonly ReadState[]): void {
    readMarkers.value = new Map(all.map((readState) => [readState.roomId, readState]));
    resetSent();
  }

  /** How much of a room reaches me. @throws Rejection */
  async function setNotificationLevel(roomId: string, notificationLevel: NotificationLevel): Promise<void> {
    apply(await socket.send('chat.setNotificationLevel', { roomId, notificationLevel }, { queue: true }));
  }

  const total = computed(() => totalUnread(readMarkers.value, reading.value));
  /** In all rooms but the one I am in, whether I look at its messages or not. */
  const unreadElsewhere = (roomId: string): Unread => totalUnread(readMarkers.value, roomId);
  /** Of one room, for lists; nothing while I look at its newest message. */
  function unreadOf(roomId: string): Unread {
    const readState = readStateOf(roomId);
    return readState && roomId !== reading.value ? unreadAtLevel(readState) : NOTHING_UNREAD;
  }

  socket.on('chat.readStateChanged', apply);
  return { readMarkers, total, unreadOf, unreadElsewhere, readStateOf, apply, reset, setNotificationLevel, ...reader };
});
