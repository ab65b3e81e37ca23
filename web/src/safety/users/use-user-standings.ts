import type { UserStanding, SanctionUser } from '@visionary/contract';
import { onScopeDispose, shallowReactive, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { createPaginator } from '../../shared/pagination/paginator.js';
import { useModerationQueueStore } from '../moderation-queue-store.js';

const DEBOUNCE_MS = 200;

/** Users with sanctions, until the scope ends. */
export function useUserStandings() {
  const moderationQueue = useModerationQueueStore();
  const filter = shallowReactive<{ search: string; which: 'all' | 'muted' | 'banned' }>({ search: '', which: 'all' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const pages = createPaginator<UserStanding>(
    async (cursor) => {
      const query = { ...filter, search: filter.search.trim(), ...(cursor !== null && { cursor }) };
      const { users, nextCursor } = await call('listUserStandings', { query });
      return { items: users, nextCursor };
    },
    ({ user }) => user.id,
  );
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void pages.load(), DEBOUNCE_MS);
  };
  watch(() => filter.search, soon);
  watch(
    () => filter.which,
    () => {
      pages.items.value = null;
      void pages.load();
    },
  );
  // Sanctions may have changed while offline.
  onScopeDispose(moderationQueue.onCase(soon));
  onScopeDispose(() => clearTimeout(timer));
  void pages.load();

  /** @throws Rejection */
  async function sanction(userId: string, body: SanctionUser): Promise<void> {
    await call('sanctionUser', { params: { userId }, body });
    await pages.load();
  }
  return { filter, sanction, ...pages };
}
