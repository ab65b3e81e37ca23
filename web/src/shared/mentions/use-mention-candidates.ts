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

/** Users by a part of their name: local ones at once, others from the server. */
export function useMentionCandidates({ search, roomId, suggestedUsers }: AboutSources) {
  const { data: serverMatches } = useQuery(
    async () => (await call('searchUsers', { query: { search: search.value ?? '', roomId: roomId() } })).users,
    { on: search, when: () => Boolean(search.value), debounceMs: 120 },
  );
  return computed(() => {
    const localMatches = suggestedUsers().filter((user) =>
      displayName(user)
        .toLowerCase()
        .includes(search.value ?? ''),
    );
    const all = new Map([...localMatches, ...(serverMatches.value ?? [])].map((user) => [user.id, user]));
    return [...all.values()].filter(({ name }) => name !== '');
  });
}
