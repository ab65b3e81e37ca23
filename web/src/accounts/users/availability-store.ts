import { LIMITS, type Availability } from '@visionary/contract';
import { defineStore } from 'pinia';
import { useDebounceFn } from '@vueuse/core';
import { onScopeDispose, shallowRef, watch } from 'vue';
import { toRejection } from '../../shared/api/rejection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { t } from '../../shared/i18n/index.js';

/** Combines lists that change in the same tick into one request. */
const DEBOUNCE_MS = 60;

/** The availability of all users shown on this page. */
const useAvailabilityStore = defineStore('availability', () => {
  const socket = useSocket();
  const session = useSessionStore();
  const availabilities = shallowRef<ReadonlyMap<string, Availability>>(new Map());
  const watched = new Map<symbol, readonly string[]>();
  let requestedKey = '';

  /** The server stores one list per connection, so all watched ids go out together. */
  async function fetch(): Promise<void> {
    const userIds = [...new Set([...watched.values()].flat())].slice(0, LIMITS.availabilitySubscriptions);
    if (socket.state.value !== 'up' || !session.signedIn || userIds.join() === requestedKey) return;
    requestedKey = userIds.join();
    try {
      const { users } = await socket.send('users.subscribeAvailability', { userIds });
      availabilities.value = new Map(users.map(({ userId, availability }) => [userId, availability]));
    } catch (error) {
      requestedKey = '';
      toRejection(error);
    }
  }
  const fetchSoon = useDebounceFn(fetch, DEBOUNCE_MS);

  socket.on('users.availabilityChanged', ({ userId, availability }) => {
    availabilities.value = new Map(availabilities.value).set(userId, availability);
  });
  watch([socket.state, () => session.me?.id], () => {
    requestedKey = '';
    void fetchSoon();
  });

  return {
    availabilities,
    watch: (key: symbol, ids: readonly string[]) => void (watched.set(key, ids), fetchSoon()),
    unwatch: (key: symbol) => void (watched.delete(key), fetchSoon()),
  };
});

/** "online" in words; nothing while it is unknown. */
export const availabilityText = (availability: Availability | undefined): string =>
  availability ? t(`users.${availability}`) : '';

/**
 * Watches users until the scope ends. @returns the availability of a user; undefined for visitors and until the
 * server has sent it
 */
export function useAvailability(ids: () => readonly string[]): (userId: string) => Availability | undefined {
  const store = useAvailabilityStore();
  const key = Symbol('watched');
  watch(ids, (now) => store.watch(key, now), { immediate: true });
  onScopeDispose(() => store.unwatch(key));
  return (userId) => store.availabilities.get(userId);
}
