import type { UserView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';

/** Users I blocked, synchronized between tabs. */
export const useBlocksStore = defineStore('blocks', () => {
  const session = useSessionStore();
  const users = shallowRef<readonly UserView[] | null>(null);
  const rejection = shallowRef<Rejection | null>(null);
  const ids = computed(() => new Set(users.value?.map(({ id }) => id)));

  async function load(): Promise<void> {
    try {
      users.value = (await call('blocks')).users;
      rejection.value = null;
    } catch (error) {
      rejection.value = toRejection(error);
    }
  }
  /** @throws Rejection */
  async function set(userId: string, on: boolean): Promise<void> {
    await call(on ? 'block' : 'unblock', { params: { userId } });
    await load();
  }

  useSocket().on('me.stateChanged', ({ what }) => {
    if (what === 'blocks' && users.value && !session.leaving) void load();
  });
  watch(
    () => session.me?.id,
    () => (users.value = null),
  );
  return { users, rejection, has: (userId: string) => ids.value.has(userId), load, set };
});
