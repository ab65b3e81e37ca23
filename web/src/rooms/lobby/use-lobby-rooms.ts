import { computed, shallowRef } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import { createQuery } from '../../shared/query/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { withNextPage, EMPTY_LOBBY, withSnapshot, withSearch, withMyRooms, type LobbyState } from './lobby-state.js';

/** The list of rooms: live over the socket, searched and paged over HTTP. */
export function useLobbyRooms() {
  const socket = useSocket();
  const state = shallowRef<LobbyState>(EMPTY_LOBBY);
  const search = shallowRef('');
  const watchLobby = () => socket.send('lobby.subscribe', {}, { queue: true });
  /** The first page. */
  const { data, rejection, load, cancel } = createQuery(
    async () => {
      const watched = withSnapshot(await watchLobby(), Date.now());
      if (search.value === '') return watched;
      return withSearch(watched, await call('listRooms', { query: { search: search.value } }));
    },
    { onReply: (now) => (state.value = now) },
  );
  const ready = computed(() => data.value !== null);
  /** My rooms or direct messages have changed. */
  const mine = createQuery(watchLobby, {
    onReply: (view) => (state.value = withMyRooms(state.value, view)),
    when: () => ready.value,
  });
  /** @throws Rejection */
  async function more(): Promise<void> {
    const cursor = state.value.nextCursor;
    if (cursor === null) return;
    const page = await call('listRooms', { query: { cursor, search: search.value } });
    if (state.value.nextCursor === cursor) state.value = withNextPage(state.value, page);
  }
  /** Clears the search. */
  function leave(): void {
    cancel();
    mine.cancel();
    search.value = '';
    if (socket.state.value === 'up') void socket.send('lobby.unsubscribe', {}).catch(toRejection);
  }
  async function find(query: string): Promise<void> {
    search.value = query.trim();
    await load();
  }
  return { state, search, ready, rejection, load, loadMine: mine.load, more, find, leave };
}
