import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { useSocket } from '../../shared/socket/index.js';

/** The users I follow, synchronized between tabs by the server. */
export const useFollowsStore = defineStore('follows', () => {
  const socket = useSocket();
  const ids = shallowRef<ReadonlySet<string>>(new Set());
  /** Incremented by each change while this page is open. */
  const changes = shallowRef(0);
  let isLoaded = false;

  function setFollowed(userId: string, on: boolean): void {
    const next = new Set(ids.value);
    if (on) next.add(userId);
    else next.delete(userId);
    ids.value = next;
  }
  /**
   * Shows the change at once and reverts it if the server rejects it. @returns the number of followers. @throws
   * Rejection
   */
  async function follow(userId: string, on: boolean): Promise<number> {
    const before = ids.value.has(userId);
    setFollowed(userId, on);
    try {
      const { followers } = await socket.send('users.follow', { userId, on });
      changes.value += 1;
      return followers;
    } catch (error) {
      setFollowed(userId, before);
      throw error;
    }
  }

  function reset(all: readonly string[]): void {
    const isSame = all.length === ids.value.size && all.every((id) => ids.value.has(id));
    if (!isSame) ids.value = new Set(all);
    if (!isSame && isLoaded) changes.value += 1;
    isLoaded = true;
  }

  return {
    ids,
    changes,
    reset,
    follow,
    has: (userId: string): boolean => ids.value.has(userId),
  };
});
