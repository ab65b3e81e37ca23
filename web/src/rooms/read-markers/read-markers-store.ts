import type { NotificationLevel, ReadState } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { useSocket } from '../../shared/socket/index.js';
import { NOTHING_UNREAD, totalUnread, unreadAtLevel, type ReadMarkers, type Unread } from './read-markers.js';
import { useReadPosition } from './use-read-position.js';

/** My read states in all rooms, synchronized between devices by the server. */
export const useReadMarkersStore = defineStore('read-markers', () => {
  const socket = useSocket();
  const readMarkers = shallowRef<ReadMarkers>(new Map());
  const readStateOf = (roomId: string): ReadState | undefined => readMarkers.value.get(roomId);
  const apply = (readState: ReadState): void =>
    void (readMarkers.value = new Map(readMarkers.value).set(readState.roomId, readState));
  const position = useReadPosition({ readStateOf, apply });

  /** Replaces all read states; none after signing out. */
  function reset(all: readonly ReadState[]): void {
    readMarkers.value = new Map(all.map((readState) => [readState.roomId, readState]));
    position.resetSent();
  }

  /** Sets the notification level of a room. @throws Rejection */
  async function setNotificationLevel(roomId: string, notificationLevel: NotificationLevel): Promise<void> {
    apply(await socket.send('chat.setNotificationLevel', { roomId, notificationLevel }, { queue: true }));
  }

  const total = computed(() => totalUnread(readMarkers.value, position.reading.value));
  /** The sum over all rooms except the open one, even while its messages are not visible. */
  const unreadElsewhere = (roomId: string): Unread => totalUnread(readMarkers.value, roomId);
  /** The unread count of one room for lists; zero while its newest message is visible. */
  function unreadOf(roomId: string): Unread {
    const readState = readStateOf(roomId);
    return readState && roomId !== position.reading.value ? unreadAtLevel(readState) : NOTHING_UNREAD;
  }

  socket.on('chat.readStateChanged', apply);
  return {
    readMarkers,
    total,
    unreadOf,
    unreadElsewhere,
    readStateOf,
    apply,
    reset,
    setNotificationLevel,
    read: position.read,
    markUnread: position.markUnread,
    resumeReading: position.resumeReading,
    isKeptUnread: position.isKeptUnread,
    setActiveRoom: position.setActiveRoom,
  };
});
