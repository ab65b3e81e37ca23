import type { LobbyView, FrameView, RoomCard } from '@visionary/contract';

/** The lobby on the client: cards by id, and lists of ids in order. */
export interface LobbyState {
  cards: ReadonlyMap<string, RoomCard>;
  mine: readonly string[];
  /** Direct rooms. */
  direct: readonly string[];
  open: readonly string[];
  /** Rooms opened since the list was loaded, held back until requested, so that nothing moves. */
  newItems: readonly string[];
  openTotal: number;
  nextCursor: string | null;
  /** When the list was loaded. */
  atMs: number;
}

export const EMPTY_LOBBY: LobbyState = {
  cards: new Map(),
  mine: [],
  direct: [],
  open: [],
  newItems: [],
  openTotal: 0,
  nextCursor: null,
  atMs: 0,
};

const ids = (cards: readonly RoomCard[]) => cards.map(({ room }) => room.id);
const byId = (cards: readonly RoomCard[]) => cards.map((card): [string, RoomCard] => [card.room.id, card]);

/** A first page, from the socket or over HTTP. */
export const withSnapshot = (view: LobbyView, atMs: number): LobbyState => ({
  cards: new Map(byId([...view.open, ...view.mine, ...view.direct])),
  mine: ids(view.mine),
  direct: ids(view.direct),
  open: ids(view.open),
  newItems: [],
  openTotal: view.openTotal,
  nextCursor: view.nextCursor,
  atMs,
});

/** Search results, besides my own rooms, which are always listed. */
export const withSearch = (state: LobbyState, view: LobbyView): LobbyState => ({
  ...withSnapshot(view, state.atMs),
  cards: new Map([...state.cards, ...byId(view.open)]),
  mine: state.mine,
  direct: state.direct,
});

/** Reloads my rooms after I joined or left one or got a direct message. Public rooms keep their order. */
export const withMyRooms = (state: LobbyState, view: LobbyView): LobbyState => ({
  ...state,
  cards: new Map([...state.cards, ...byId([...view.mine, ...view.direct])]),
  mine: ids(view.mine),
  direct: ids(view.direct),
});

/** Appends a page without duplicates of what moved between pages. */
export const withNextPage = (state: LobbyState, view: LobbyView): LobbyState => ({
  ...state,
  cards: new Map([...state.cards, ...byId(view.open)]),
  open: [...new Set([...state.open, ...ids(view.open)])],
  openTotal: view.openTotal,
  nextCursor: view.nextCursor,
});

/** Applies `lobby.changed`. Rooms on pages that are not loaded stay unknown. */
export function withRoom(state: LobbyState, roomId: string, card: RoomCard | null): LobbyState {
  if (card === null) return withoutRoom(state, roomId);
  const isLoaded = state.cards.has(roomId);
  const isNew = !isLoaded && card.room.visibility === 'public' && card.room.createdAt >= state.atMs;
  if (!isLoaded && !isNew) return state;
  const cards = new Map(state.cards).set(roomId, card);
  if (!isNew) return { ...state, cards };
  const openTotal = state.openTotal + 1;
  // An empty list has nothing to hold back.
  if (state.open.length === 0) return { ...state, cards, openTotal, open: [roomId] };
  return { ...state, cards, openTotal, newItems: [roomId, ...state.newItems] };
}

function withoutRoom(state: LobbyState, roomId: string): LobbyState {
  if (!state.cards.has(roomId)) return state;
  const removeFrom = (list: readonly string[]) => list.filter((id) => id !== roomId);
  const isListed = state.open.includes(roomId) || state.newItems.includes(roomId);
  const cards = new Map(state.cards);
  cards.delete(roomId);
  return {
    ...state,
    cards,
    mine: removeFrom(state.mine),
    direct: removeFrom(state.direct),
    open: removeFrom(state.open),
    newItems: removeFrom(state.newItems),
    openTotal: state.openTotal - (isListed ? 1 : 0),
  };
}

/** Moves the held rooms to the front, newest first. */
export const withNewRooms = (state: LobbyState): LobbyState => ({
  ...state,
  open: [...state.newItems, ...state.open],
  newItems: [],
});

/** A preview advances its room's step. A late one of another take is ignored. */
export function withProgress(state: LobbyState, { roomId, takeId, step, steps }: FrameView): LobbyState {
  const card = state.cards.get(roomId);
  if (!card?.rendering || card.rendering.takeId !== takeId || card.rendering.step >= step) return state;
  return { ...state, cards: new Map(state.cards).set(roomId, { ...card, rendering: { takeId, step, steps } }) };
}

export interface LobbyFilter {
  rendering: boolean;
  language: 'zh' | 'en' | null;
}

export const matchesFilter = ({ room, rendering }: RoomCard, filter: LobbyFilter): boolean =>
  (!filter.rendering || rendering !== null) && (filter.language === null || room.language === filter.language);
