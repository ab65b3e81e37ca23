import type { PersonStanding, Sanction } from '@visionary/contract';
import { onScopeDispose, shallowReactive, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { pagedList } from '../../shared/lists/paged-list.js';
import { useDesk } from '../desk.store.js';

const PAUSE_MS = 200;

/** People with what is kept from them, until the surrounding scope ends. */
export function useStandings() {
  const desk = useDesk();
  const wanted = shallowReactive<{ search: string; which: 'all' | 'muted' | 'banned' }>({ search: '', which: 'all' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const pages = pagedList<PersonStanding>(
    async (cursor) => {
      const query = { ...wanted, search: wanted.search.trim(), ...(cursor !== null && { cursor }) };
      const { people, nextCursor } = await call('standings', { query });
      return { items: people, nextCursor };
    },
    ({ person }) => person.id,
  );
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void pages.load(), PAUSE_MS);
  };
  watch(() => wanted.search, soon);
  watch(
    () => wanted.which,
    () => {
      pages.items.value = null;
      void pages.load();
    },
  );
  // Somebody may have been muted or let in again meanwhile.
  onScopeDispose(desk.hear(soon));
  onScopeDispose(() => clearTimeout(timer));
  void pages.load();

  /** @throws Refused */
  async function sanction(personId: string, body: Sanction): Promise<void> {
    await call('sanctionPerson', { params: { personId }, body });
    await pages.load();
  }
  return { wanted, sanction, ...pages };
}
