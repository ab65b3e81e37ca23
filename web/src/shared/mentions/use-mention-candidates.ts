import type { UserView } from '@visionary/contract';
import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue';
import { call } from '../api/index.js';
import { useUsers } from '../users/index.js';
import { toRejection } from '../api/rejection.js';

interface AboutSources {
  /** What the name holds, in small letters; null: nobody is asked for. */
  search: Readonly<Ref<string | null>>;
  /** Whose users come first; undefined outside of rooms. */
  roomId(): string | undefined;
  /** Whoever is near: shown before anybody is asked for. */
  suggestedUsers(): readonly UserView[];
}

const DEBOUNCE_MS = 120;

/** Users by a part of their name: who is near at once, others as the server finds them. */
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
      // Whoever is near is suggested all the same.
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
