import { LIMITS, type Availability } from '@visionary/contract';
import { defineStore } from 'pinia';
import { onScopeDispose, shallowRef, watch } from 'vue';
import { toRejection } from '../../shared/api/rejection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';

/** Lists that change together are asked for together. */
const PAUSE_MS = 60;

/** Who is online, away or offline, of all the users some part of this page shows. */
const useAvailabilityStore = defineStore('availability', () => {
  const socket = useSocket();
  const session = useSessionStore();
  const known = shallowRef<ReadonlyMap<string, Availability>>(new Map());
  const wanted = new Map<symbol, readonly string[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = '';

  /** The server remembers one list a page, so what every part wants goes out as one. */
  async function ask(): Promise<void> {
    const userIds = [...new Set([...wanted.values()].flat())].slice(0, LIMITS.availabilitySubscriptions);
    if (socket.state.value !== 'up' || !session.signedIn || userIds.join() === asked) return;
    asked = userIds.join();
    try {
      const { users } = await socket.send('users.subscribeAvailability', { userIds });
      known.value = new Map(users.map(({ userId, availability }) => [userId, availability]));
    } catch (error) {
      asked = '';
      toRejection(error);
    }
  }
  function soon(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), PAUSE_MS);
  }

  socket.on('users.availabilityChanged', ({ userId, availability }) => {
    known.value = new Map(known.value).set(userId, availability);
  });
  watch([socket.state, () => session.me?.id], () => {
    asked = '';
    soon();
  });

  return {
    known,
    watch: (key: symbol, ids: readonly string[]) => (wanted.set(key, ids), soon()),
    unwatch: (key: symbol) => (wanted.delete(key), soon()),
  };
});

/**
 * Watches users until the surrounding scope ends.
 * @returns what is known of one of them; undefined until the server has said it, and for visitors
 */
export function useAvailability(ids: () => readonly string[]): (userId: string) => Availability | undefined {
  const store = useAvailabilityStore();
  const key = Symbol('watched');
  watch(ids, (now) => store.watch(key, now), { immediate: true });
  onScopeDispose(() => store.unwatch(key));
  return (userId) => store.known.get(userId);
}
