import type { UserView } from '@visionary/contract';
import { onScopeDispose, shallowRef } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';

/** Debounces typing. */
const DEBOUNCE_MS = 200;

/** Searches users by name. Of overlapping requests the last one counts. */
export function useUserSearch() {
  const query = shallowRef('');
  /** Null until the first response. */
  const found = shallowRef<readonly UserView[] | null>(null);
  const rejection = shallowRef<Rejection | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;

  async function fetch(search: string): Promise<void> {
    const current = ++turn;
    try {
      const { users } = await call('searchUsers', { query: { search } });
      if (current !== turn) return;
      found.value = users;
      rejection.value = null;
    } catch (error) {
      if (current === turn) rejection.value = toRejection(error);
    }
  }
  function type(typed: string): void {
    clearTimeout(timer);
    query.value = typed.trim();
    if (query.value === '') {
      turn += 1;
      found.value = null;
      rejection.value = null;
    } else timer = setTimeout(() => void fetch(query.value), DEBOUNCE_MS);
  }
  onScopeDispose(() => clearTimeout(timer));
  return { query, found, rejection, type };
}
