import { defineStore } from 'pinia';
import { computed, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { createQuery } from '../../shared/query/index.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';

/** Users I blocked, synchronized between tabs. */
export const useBlocksStore = defineStore('blocks', () => {
  const session = useSessionStore();
  const { data: users, rejection, load, clear } = createQuery(async () => (await call('blocks')).users);
  const ids = computed(() => new Set(users.value?.map(({ id }) => id)));

  /** @throws Rejection */
  async function set(userId: string, on: boolean): Promise<void> {
    await call(on ? 'block' : 'unblock', { params: { userId } });
    await load();
  }

  useSocket().on('me.stateChanged', ({ what }) => {
    if (what === 'blocks' && users.value && !session.leaving) void load();
  });
  watch(() => session.me?.id, clear);
  return { users, rejection, has: (userId: string) => ids.value.has(userId), load, set };
});
