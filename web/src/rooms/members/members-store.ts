import type { MemberView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { createQuery } from '../../shared/query/index.js';
import { useSocket } from '../../shared/socket/index.js';

/** Events that change members or their permissions. */
const CHANGES = ['rooms.joined', 'rooms.left', 'rooms.roleChanged', 'rooms.muted', 'rooms.unbanned'] as const;

/** Members of the open room, reloaded on changes. */
export const useMembersStore = defineStore('members', () => {
  const socket = useSocket();
  const roomId = shallowRef('');
  const {
    data: list,
    rejection,
    load,
    loadSoon,
    clear,
  } = createQuery(
    () => socket.send('rooms.listMembers', { roomId: roomId.value }),
    // Several events in quick succession cause one request.
    { when: () => roomId.value !== '', debounceMs: 120 },
  );
  const byId = computed(() => new Map(list.value?.members.map((one): [string, MemberView] => [one.user.id, one])));
  /** Removes the members of the previous room; an empty id means no room. */
  function enter(id: string): void {
    if (id === roomId.value) return;
    roomId.value = id;
    clear();
    void load();
  }

  for (const type of CHANGES) {
    socket.on(type, (event: { roomId: string }) => {
      if (event.roomId === roomId.value) loadSoon();
    });
  }
  watch(socket.state, (now) => (now === 'up' ? loadSoon() : undefined));
  const of = (userId: string) => byId.value.get(userId);
  return { list, rejection, of, load, enter };
});
