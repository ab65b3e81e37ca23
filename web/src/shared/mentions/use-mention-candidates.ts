import type { UserView } from '@visionary/contract';
import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue';
import { call } from '../api/index.js';
import { useUsers } from '../users/index.js';
import { toRejection } from '../api/rejection.js';

interface AboutSources {
  /** The lower-case search text; null disables the search. */
  search: Readonly<Ref<string | null>>;
  /** Whose users come first; undefined outside of rooms. */
  roomId(): string | undefined;
  /** Users suggested before the server responds. */
  suggestedUsers(): readonly UserView[];
}

const DEBOUNCE_MS = 120;

/** Users by a part of their name: local ones at once, others from the server. */
export function useMentionCandidates({ search, roomId, suggestedUsers }: AboutSources) {
  const { displayName } = useUsers();
  const found = shallowRef<readonly UserView[]>([]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onScopeDispose(() => clearTimeout(timer));

  async function fetchResults(query: string): Promise<void> {
    try {
      const reply = await call('searchUsers', { query: { search: query, roomId: roomId() } });
      if (search.value === query) found.value = reply.users;
    } catch (error) {
      // Local suggestions are still shown.
      toRejection(error);
    }
  }
  watch(search, (now) => {
    clearTimeout(timer);
    if (now) timer = setTimeout(() => void fetchResults(now), DEBOUNCE_MS);
    else found.value = [];
  });
  return computed(() => {
    const known = suggestedUsers().filter((user) =>
      displayName(user)
        .toLowerCase()
        .includes(search.value ?? ''),
    );
    const all = new Map([...known, ...found.value].map((user) => [user.id, user]));
    return [...all.values()].filter(({ name }) => name !== '');
  });
}
