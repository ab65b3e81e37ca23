import type { RoomCard } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, watch } from 'vue';
import { useSocket } from '../../shared/socket/index.js';
import { useLobbyRooms } from './use-lobby-rooms.js';
import { withRoom, withProgress, withNewRooms } from './lobby-state.js';
import { useLiveThumbnails } from './use-live-thumbnails.js';

/** The lobby while its page is open. */
export const useLobbyStore = defineStore('lobby', () => {
  const socket = useSocket();
  const list = useLobbyRooms();
  const thumbnails = useLiveThumbnails();
  const { state } = list;
  let looking = false;

  const cards = (ids: readonly string[]): RoomCard[] => ids.flatMap((id) => state.value.cards.get(id) ?? []);
  const rendersNow = (roomId: string) => state.value.cards.get(roomId)?.rendering?.takeId;

  socket.on('lobby.changed', ({ roomId, card }) => {
    state.value = withRoom(state.value, roomId, card);
  });
  socket.on('lobby.previewFrame', (preview) => {
    state.value = withProgress(state.value, preview);
    void thumbnails.put(preview, () => looking && rendersNow(preview.roomId) === preview.takeId);
  });
  socket.on('me.stateChanged', ({ what }) => {
    if (what === 'rooms' && looking) void list.loadMine();
  });
  // Drops the preview when a take ends, because its image may be rated.
  watch(state, () => {
    for (const [roomId, { takeId }] of thumbnails.visible.value) {
      if (rendersNow(roomId) !== takeId) thumbnails.remove(roomId);
    }
  });
  // Events of an offline phase are lost, so the list is reloaded.
  watch(socket.state, (now) => {
    if (now === 'up' && looking && list.ready.value) void list.load();
  });

  return {
    ready: list.ready,
    rejection: list.rejection,
    query: list.search,
    thumbnails: thumbnails.visible,
    mine: computed(() => cards(state.value.mine)),
    direct: computed(() => cards(state.value.direct)),
    open: computed(() => cards(state.value.open)),
    newCount: computed(() => state.value.newItems.length),
    openTotal: computed(() => state.value.openTotal),
    nextCursor: computed(() => state.value.nextCursor),
    load: list.load,
    loadMore: list.more,
    search: list.find,
    showNew: () => void (state.value = withNewRooms(state.value)),
    enter: () => ((looking = true), list.load()),
    leave: () => ((looking = false), list.leave(), thumbnails.clear()),
  };
});
