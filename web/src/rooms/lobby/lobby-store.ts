import type { RoomCard } from '@visionary/contract';
import { useDocumentVisibility, useTimeoutFn } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import { language } from '../../shared/i18n/index.js';
import { createQuery } from '../../shared/query/index.js';
import { useSocket } from '../../shared/socket/index.js';
import {
  EMPTY_LOBBY,
  withMyRooms,
  withNewRooms,
  withNextPage,
  withProgress,
  withRoom,
  withSearch,
  withSnapshot,
  type LobbyState,
} from './lobby-state.js';
import { useLiveThumbnails } from './use-live-thumbnails.js';

/** Until a hidden page ends its subscription. */
const HIDDEN_MS = 60_000;

/** The lobby while its page is open. */
export const useLobbyStore = defineStore('lobby', () => {
  const socket = useSocket();
  const state = shallowRef<LobbyState>(EMPTY_LOBBY);
  const query = shallowRef('');
  const subscribe = () => socket.send('lobby.subscribe', { language: language.value }, { queue: true });
  /** The first page: live over the socket, searched and paged over HTTP. */
  const list = createQuery(
    async () => {
      const snapshot = withSnapshot(await subscribe(), Date.now());
      if (query.value === '') return snapshot;
      return withSearch(snapshot, await call('listRooms', { query: { search: query.value } }));
    },
    { onReply: (now) => (state.value = now) },
  );
  const ready = computed(() => list.data.value !== null);
  /** My rooms or direct messages have changed. */
  const myRooms = createQuery(subscribe, {
    onReply: (view) => (state.value = withMyRooms(state.value, view)),
    when: () => ready.value,
  });
  const thumbnails = useLiveThumbnails();
  let isEntered = false;

  const cards = (ids: readonly string[]): RoomCard[] => ids.flatMap((id) => state.value.cards.get(id) ?? []);
  const rendersNow = (roomId: string) => state.value.cards.get(roomId)?.rendering?.takeId;

  socket.on('lobby.changed', ({ roomId, card }) => {
    state.value = withRoom(state.value, roomId, card);
  });
  socket.on('lobby.frame', (frame) => {
    state.value = withProgress(state.value, frame);
    void thumbnails.update(frame, () => isEntered && rendersNow(frame.roomId) === frame.takeId);
  });
  socket.on('me.stateChanged', ({ what }) => {
    if (what === 'rooms' && isEntered) void myRooms.load();
  });
  // Drops the preview when a take ends, because its image may be rated.
  watch(state, () => {
    for (const [roomId, { takeId }] of thumbnails.visible.value) {
      if (rendersNow(roomId) !== takeId) thumbnails.remove(roomId);
    }
  });
  // Events of an offline phase are lost, so the list is reloaded.
  watch(socket.state, (now) => {
    if (now === 'up' && isEntered && ready.value) void list.load();
  });

  // A page that nobody sees needs no updates, and the server may stop drawing for it.
  const visibility = useDocumentVisibility();
  const sleep = useTimeoutFn(() => void (isEntered && unsubscribe()), HIDDEN_MS, { immediate: false });
  watch(visibility, (now) => {
    if (now === 'hidden') return sleep.start();
    if (!sleep.isPending.value && isEntered && ready.value) void list.load();
    sleep.stop();
  });

  /** @throws Rejection */
  async function loadMore(): Promise<void> {
    const cursor = state.value.nextCursor;
    if (cursor === null) return;
    const page = await call('listRooms', { query: { cursor, search: query.value } });
    if (state.value.nextCursor === cursor) state.value = withNextPage(state.value, page);
  }
  function search(text: string): Promise<void> {
    query.value = text.trim();
    return list.load();
  }
  function enter(): Promise<void> {
    isEntered = true;
    return list.load();
  }
  /** Ends the search. */
  function leave(): void {
    isEntered = false;
    list.cancel();
    myRooms.cancel();
    query.value = '';
    thumbnails.clear();
    unsubscribe();
  }
  function unsubscribe(): void {
    if (socket.state.value === 'up') void socket.send('lobby.unsubscribe', {}).catch(toRejection);
  }

  return {
    ready,
    rejection: list.rejection,
    query,
    thumbnails: thumbnails.visible,
    mine: computed(() => cards(state.value.mine)),
    direct: computed(() => cards(state.value.direct)),
    open: computed(() => cards(state.value.open)),
    newCount: computed(() => state.value.newItems.length),
    openTotal: computed(() => state.value.openTotal),
    nextCursor: computed(() => state.value.nextCursor),
    load: list.load,
    loadMore,
    search,
    showNew: () => void (state.value = withNewRooms(state.value)),
    enter,
    leave,
  };
});
