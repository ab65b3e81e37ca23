import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { useSocket } from '../shared/socket/index.js';

/** Whose pictures I want to see first, the same on all my pages: the server has the truth, this page a copy. */
export const useFollows = defineStore('follows', () => {
  const socket = useSocket();
  const ids = shallowRef<ReadonlySet<string>>(new Set());
  /** How often they became others while this page was there. */
  const changes = shallowRef(0);
  let told = false;

  function put(personId: string, on: boolean): void {
    const next = new Set(ids.value);
    if (on) next.add(personId);
    else next.delete(personId);
    ids.value = next;
  }
  /** Shows at once, and is taken back where the server says no. @returns how many follow them now. @throws Refused */
  async function follow(personId: string, on: boolean): Promise<number> {
    const before = ids.value.has(personId);
    put(personId, on);
    try {
      const { followers } = await socket.send('people.follow', { personId, on });
      changes.value += 1;
      return followers;
    } catch (error) {
      put(personId, before);
      throw error;
    }
  }

  function reset(all: readonly string[]): void {
    const isSame = all.length === ids.value.size && all.every((id) => ids.value.has(id));
    if (!isSame) ids.value = new Set(all);
    if (!isSame && told) changes.value += 1;
    told = true;
  }

  return {
    ...{ ids, changes, reset, follow },
    has: (personId: string): boolean => ids.value.has(personId),
  };
});
