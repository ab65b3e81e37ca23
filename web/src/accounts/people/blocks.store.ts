import type { PersonView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { asRefused, type Refused } from '../../shared/refused.js';
import { useSession } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';

/** Whom I do not want to hear from, the same on all my pages. */
export const useBlocks = defineStore('blocks', () => {
  const session = useSession();
  const people = shallowRef<readonly PersonView[] | null>(null);
  const refused = shallowRef<Refused | null>(null);
  const ids = computed(() => new Set(people.value?.map(({ id }) => id)));

  async function load(): Promise<void> {
    try {
      people.value = (await call('blocks')).people;
      refused.value = null;
    } catch (error) {
      refused.value = asRefused(error);
    }
  }
  /** @throws Refused */
  async function set(personId: string, on: boolean): Promise<void> {
    await call(on ? 'block' : 'unblock', { params: { personId } });
    await load();
  }

  useSocket().on('me.changed', ({ what }) => {
    if (what === 'blocks' && people.value && !session.leaving) void load();
  });
  watch(
    () => session.me?.id,
    () => (people.value = null),
  );
  return { people, refused, has: (personId: string) => ids.value.has(personId), load, set };
});
