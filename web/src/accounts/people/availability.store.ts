import { LIMITS, type Availability } from '@visionary/contract';
import { defineStore } from 'pinia';
import { onScopeDispose, shallowRef, watch } from 'vue';
import { asRefused } from '../../shared/refused.js';
import { useSession } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';

/** Lists that change together are asked for together. */
const PAUSE_MS = 60;

/** Who is online, away or offline, of all the people some part of this page shows. */
const useAvailabilityStore = defineStore('availability', () => {
  const socket = useSocket();
  const session = useSession();
  const known = shallowRef<ReadonlyMap<string, Availability>>(new Map());
  const wanted = new Map<symbol, readonly string[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = '';

  /** The server remembers one list a page, so what every part wants goes out as one. */
  async function ask(): Promise<void> {
    const personIds = [...new Set([...wanted.values()].flat())].slice(0, LIMITS.peopleWatched);
    if (socket.state.value !== 'up' || !session.signedIn || personIds.join() === asked) return;
    asked = personIds.join();
    try {
      const { people } = await socket.send('people.watch', { personIds });
      known.value = new Map(people.map(({ personId, availability }) => [personId, availability]));
    } catch (error) {
      asked = '';
      asRefused(error);
    }
  }
  function soon(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), PAUSE_MS);
  }

  socket.on('people.available', ({ personId, availability }) => {
    known.value = new Map(known.value).set(personId, availability);
  });
  watch([socket.state, () => session.me?.id], () => {
    asked = '';
    soon();
  });

  return {
    known,
    want: (key: symbol, ids: readonly string[]) => (wanted.set(key, ids), soon()),
    forget: (key: symbol) => (wanted.delete(key), soon()),
  };
});

/**
 * Watches people until the surrounding scope ends.
 * @returns what is known of one of them; undefined until the server has said it, and for visitors
 */
export function useAvailability(ids: () => readonly string[]): (personId: string) => Availability | undefined {
  const store = useAvailabilityStore();
  const key = Symbol('watched');
  watch(ids, (now) => store.want(key, now), { immediate: true });
  onScopeDispose(() => store.forget(key));
  return (personId) => store.known.get(personId);
}
