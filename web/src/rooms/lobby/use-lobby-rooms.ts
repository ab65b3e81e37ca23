import { shallowRef } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';
import { useSocket } from '../../shared/socket/index.js';
import { withNextPage, EMPTY_LOBBY, withSnapshot, withSearch, withMyRooms, type LobbyState } from './lobby-state.js';

/** The list of rooms: live over the socket, searched and paged over HTTP. */
export function useLobbyRooms() {
  const socket = useSocket();
  const state = shallowRef<LobbyState>(EMPTY_LOBBY);
  const search = shallowRef('');
  const ready = shallowRef(false);
  const rejection = shallowRef<Rejection | null>(null);
  let turn = 0;

  /** Reloads the first page. Of overlapping requests the last one counts. */
  async function load(): Promise<void> {
    const current = ++turn;
    try {
      const watched = withSnapshot(await socket.send('lobby.subscribe', {}, { queue: true }), Date.now());
      const now =
        search.value === ''
          ? watched
          : withSearch(watched, await call('listRooms', { query: { search: search.value } }));
      if (current !== turn) return;
      state.value = now;
      rejection.value = null;
      ready.value = true;
    } catch (error) {
      if (current === turn) rejection.value = toRejection(error);
    }
  }

  /** My rooms or direct messages have changed. */
  async function loadMine(): Promise<void> {
    const current = turn;
    const view = await socket.send('lobby.subscribe', {}, { queue: true });
    if (current === turn && ready.value) state.value = withMyRooms(state.value, view);
  }

  /** @throws Rejection */
  async function more(): Promise<void> {
    const cursor = state.value.nextCursor;
    if (cursor === null) return;
    const page = await call('listRooms', { query: { cursor, search: search.value } });
    if (state.value.nextCursor === cursor) state.value = withNextPage(state.value, page);
  }

  /** Clears the search. */
  function leave(): void {
    turn++;
    search.value = '';
    if (socket.state.value === 'up') void socket.send('lobby.unsubscribe', {}).catch(toRejection);
  }

  async function find(query: string): Promise<void> {
    search.value = query.trim();
    await load();
  }

  return { state, search, ready, rejection, load, loadMine, more, find, leave };
}
