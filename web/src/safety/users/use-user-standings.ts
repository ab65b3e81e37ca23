import type { SanctionUser } from '@visionary/contract';
import { onScopeDispose, shallowReactive, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { usePages } from '../../shared/query/index.js';
import { useModerationQueueStore } from '../moderation-queue-store.js';

/** Users with sanctions, until the scope ends. */
export function useUserStandings() {
  const moderationQueue = useModerationQueueStore();
  const filter = shallowReactive<{ search: string; which: 'all' | 'muted' | 'banned' }>({ search: '', which: 'all' });
  const pages = usePages(
    (after) => call('listUserStandings', { query: { ...filter, search: filter.search.trim(), ...after } }),
    ({ users }) => users,
    ({ user }) => user.id,
    { on: () => filter.search, debounceMs: 200 },
  );
  watch(() => filter.which, pages.reload);
  // Sanctions may have changed while offline.
  onScopeDispose(moderationQueue.onCase(pages.loadSoon));

  /** @throws Rejection */
  async function sanction(userId: string, body: SanctionUser): Promise<void> {
    await call('sanctionUser', { params: { userId }, body });
    await pages.load();
  }
  return { filter, sanction, pages };
}
