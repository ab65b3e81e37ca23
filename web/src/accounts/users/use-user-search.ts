import { shallowRef } from 'vue';
import { call } from '../../shared/api/index.js';
import { useQuery } from '../../shared/query/index.js';

/** Searches users by name. */
export function useUserSearch() {
  const query = shallowRef('');
  const { data: users, rejection } = useQuery(
    async () => (await call('searchUsers', { query: { search: query.value } })).users,
    { on: query, when: () => query.value !== '', debounceMs: 200 },
  );
  const search = (typed: string): void => void (query.value = typed.trim());
  return { query, users, rejection, search };
}
