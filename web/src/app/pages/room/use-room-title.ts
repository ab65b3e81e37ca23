import { computed } from 'vue';
import { directMessagePeer, useRoomStore } from '../../../rooms/index.js';
import { useSessionStore } from '../../../shared/session/index.js';
import { displayName } from '../../../shared/users/index.js';

/** The title of the open room: its name, or that of the other user of a direct room. */
export function useRoomTitle() {
  const [room, session] = [useRoomStore(), useSessionStore()];
  const other = computed(() => (room.room && directMessagePeer(room.room, session.me?.id)) ?? undefined);
  const title = computed(() => (other.value ? displayName(other.value) : (room.room?.name ?? '')));
  return { other, title };
}
