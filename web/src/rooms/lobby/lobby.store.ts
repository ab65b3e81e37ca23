import type { RoomCard } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, watch } from 'vue';
import { asRefused } from '../../shared/refused.js';
import { useSocket } from '../../shared/socket/index.js';
import { makeLobbyList } from './lobby-list.js';
import { changed, stepped, welcomed } from './lobby-state.js';
import { makeThumbnails } from './thumbnails.js';

/** The lobby while somebody looks at it. */
export const useLobby = defineStore('lobby', () => {
  const socket = useSocket();
  const list = makeLobbyList();
  const thumbnails = makeThumbnails();
  const { state } = list;
  let looking = false;

  const cards = (ids: readonly string[]): RoomCard[] => ids.flatMap((id) => state.value.cards.get(id) ?? []);
  const rendersNow = (roomId: string) => state.value.cards.get(roomId)?.rendering?.takeId;

  socket.on('lobby.changed', ({ roomId, card }) => {
    state.value = changed(state.value, roomId, card);
  });
  socket.on('lobby.previewed', (preview) => {
    state.value = stepped(state.value, preview);
    void thumbnails.put(preview, () => looking && rendersNow(preview.roomId) === preview.takeId);
  });
  socket.on('me.changed', ({ what }) => {
    if (what === 'rooms' && looking) void list.loadMine().catch(asRefused);
  });
  // However it is told that a take is over: what was seen of it is held no longer, for the picture may not be for everybody.
  watch(state, () => {
    for (const [roomId, { takeId }] of thumbnails.shown.value) {
      if (rendersNow(roomId) !== takeId) thumbnails.forget(roomId);
    }
  });
  // What happened while the line was broken is in no event: the list is fetched again.
  watch(socket.state, (now) => {
    if (now === 'up' && looking && list.ready.value) void list.load();
  });

  return {
    ready: list.ready,
    refused: list.refused,
    search: list.search,
    thumbnails: thumbnails.shown,
    mine: computed(() => cards(state.value.mine)),
    direct: computed(() => cards(state.value.direct)),
    open: computed(() => cards(state.value.open)),
    fresh: computed(() => state.value.fresh.length),
    openTotal: computed(() => state.value.openTotal),
    nextCursor: computed(() => state.value.nextCursor),
    load: list.load,
    more: list.more,
    find: list.find,
    welcome: () => void (state.value = welcomed(state.value)),
    enter: () => ((looking = true), list.load()),
    leave: () => ((looking = false), list.leave(), thumbnails.clear()),
  };
});
