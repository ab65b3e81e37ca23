import type { PersonView } from '@visionary/contract';
import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue';
import { call } from '../../shared/api/index.js';
import { usePeople } from '../../shared/people/index.js';
import { asRefused } from '../../shared/refused.js';

interface AboutSources {
  /** What the name holds, in small letters; null: nobody is asked for. */
  search: Readonly<Ref<string | null>>;
  /** Whose people come first; undefined outside of rooms. */
  roomId(): string | undefined;
  /** Whoever is near: shown before anybody is asked for. */
  near(): readonly PersonView[];
}

const PAUSE_MS = 120;

/** People by a part of their name: who is near at once, others as the server finds them. */
export function usePeopleAbout({ search, roomId, near }: AboutSources) {
  const { shownName } = usePeople();
  const found = shallowRef<readonly PersonView[]>([]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onScopeDispose(() => clearTimeout(timer));

  async function ask(wanted: string): Promise<void> {
    try {
      const answer = await call('people', { query: { search: wanted, roomId: roomId() } });
      if (search.value === wanted) found.value = answer.people;
    } catch (error) {
      // Whoever is near is suggested all the same.
      asRefused(error);
    }
  }
  watch(search, (now) => {
    clearTimeout(timer);
    if (now) timer = setTimeout(() => void ask(now), PAUSE_MS);
    else found.value = [];
  });
  return computed(() => {
    const known = near().filter((person) =>
      shownName(person)
        .toLowerCase()
        .includes(search.value ?? ''),
    );
    const all = new Map([...known, ...found.value].map((person) => [person.id, person]));
    return [...all.values()].filter(({ name }) => name !== '');
  });
}
