import type { UserView } from '@visionary/contract';
import { computed, type Ref } from 'vue';
import { call } from '../api/index.js';
import { displayName } from '../users/index.js';
import { useQuery } from '../query/index.js';

interface AboutSources {
  /** The lower-case search text; null disables the search. */
  search: Readonly<Ref<string | null>>;
  /** Whose users come first; undefined outside of rooms. */
  roomId(): string | undefined;
  /** Users suggested before the server responds. */
  suggestedUsers(): readonly UserView[];
}

const isCalled = (user: UserView, typed: string): boolean => displayName(user).toLowerCase() === typed;

/** Users by a part of their name: local ones at once, others from the server. `exact`: the one with this very name. */
export function useMentionCandidates({ search, roomId, suggestedUsers }: AboutSources) {
  const { data: serverMatches } = useQuery(
    async () => {
      const typed = search.value ?? '';
      return { typed, ...(await call('searchUsers', { query: { search: typed, roomId: roomId() } })) };
    },
    { on: search, when: () => Boolean(search.value), debounceMs: 120 },
  );
  const candidates = computed(() => {
    const localMatches = suggestedUsers().filter((user) =>
      displayName(user)
        .toLowerCase()
        .includes(search.value ?? ''),
    );
    const all = new Map([...localMatches, ...(serverMatches.value?.users ?? [])].map((user) => [user.id, user]));
    return [...all.values()].filter(({ name }) => name !== '');
  });
  /** Also by the sign-in name, which differs from the shown name after a change. */
  const exact = computed(() => {
    const typed = search.value;
    if (!typed) return undefined;
    const { typed: searched, exactId } = serverMatches.value ?? {};
    return candidates.value.find((user) => isCalled(user, typed) || (searched === typed && user.id === exactId));
  });
  return { candidates, exact };
}
