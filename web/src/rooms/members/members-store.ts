import type { MemberList, MemberView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';
import { useSocket } from '../../shared/socket/index.js';

/** Events that change members or their permissions. */
const CHANGES = ['rooms.joined', 'rooms.left', 'rooms.roleChanged', 'rooms.muted', 'rooms.unbanned'] as const;
/** Several events in quick succession cause one request. */
const DEBOUNCE_MS = 120;

/** Members of the open room, reloaded on changes. */
export const useMembersStore = defineStore('members', () => {
  const socket = useSocket();
  const roomId = shallowRef('');
  const list = shallowRef<MemberList | null>(null);
  const rejection = shallowRef<Rejection | null>(null);
  const byId = computed(() => new Map(list.value?.members.map((one): [string, MemberView] => [one.user.id, one])));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;

  async function load(): Promise<void> {
    clearTimeout(timer);
    const mine = ++turn;
    if (roomId.value === '' || socket.state.value !== 'up') return;
    try {
      const now = await socket.send('rooms.listMembers', { roomId: roomId.value });
      if (mine !== turn) return;
      list.value = now;
      rejection.value = null;
    } catch (error) {
      if (mine === turn) rejection.value = toRejection(error);
    }
  }
  function soon(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void load(), DEBOUNCE_MS);
  }
  /** Clears the members of the previous room; an empty id means no room. */
  function enter(id: string): void {
    if (id === roomId.value) return;
    roomId.value = id;
    list.value = null;
    rejection.value = null;
    void load();
  }

  for (const type of CHANGES) {
    socket.on(type, (event: { roomId: string }) => {
      if (event.roomId === roomId.value) soon();
    });
  }
  watch(socket.state, (now) => (now === 'up' ? soon() : undefined));
  const of = (userId: string) => byId.value.get(userId);
  return { list, rejection, of, load, enter };
});
