import { describe, expect, it } from '@jest/globals';
import type { LobbyView, FrameView, RoomCard } from '@visionary/contract';
import {
  withRoom,
  withNextPage,
  withSnapshot,
  withSearch,
  withMyRooms,
  matchesFilter,
  withProgress,
  withNewRooms,
} from './lobby-state.js';

const FETCHED_AT = 1_000;
const aCard = (id: string, more: Partial<RoomCard> = {}, room: Partial<RoomCard['room']> = {}): RoomCard => ({
  room: {
    id,
    name: id,
    topic: '',
    visibility: 'public',
    language: 'en',
    owner: { id: 'o', name: 'Owner' },
    createdAt: 1,
    defaultRole: 'editor',
    ownRenderersOnly: false,
    ...room,
  },
  presence: { users: [], visitors: 0 },
  rendering: null,
  lastImage: null,
  lastTakeAt: null,
  lastMessage: null,
  ...more,
});
const aView = (open: RoomCard[], more: Partial<LobbyView> = {}): LobbyView => ({
  mine: [],
  viewOnly: [],
  direct: [],
  open,
  openTotal: open.length,
  nextCursor: null,
  ...more,
});
const aPreview = (roomId: string, takeId: string, step: number): FrameView => ({
  roomId,
  takeId,
  step,
  steps: 20,
  imageIndex: 0,
  images: 1,
  msLeft: 0,
});

describe('the lobby', () => {
  const base = withSnapshot(
    aView([aCard('a'), aCard('b')], { mine: [aCard('p', {}, { visibility: 'private' })] }),
    FETCHED_AT,
  );

  it('[W5] updates a room in place', () => {
    const after = withRoom(base, 'b', aCard('b', { lastTakeAt: 5 }));
    expect(after.open).toEqual(['a', 'b']);
    expect(after.cards.get('b')?.lastTakeAt).toBe(5);
    expect(after.openTotal).toBe(2);
  });

  it('[W5] holds back a new room, counts it, and shows it in front on request', () => {
    const after = withRoom(base, 'n', aCard('n', {}, { createdAt: FETCHED_AT + 1 }));
    expect(after).toMatchObject({ open: ['a', 'b'], newItems: ['n'], openTotal: 3 });
    expect(withRoom(after, 'n', aCard('n', {}, { createdAt: FETCHED_AT + 1 }))).toMatchObject({
      newItems: ['n'],
      openTotal: 3,
    });
    expect(withNewRooms(after)).toMatchObject({ open: ['n', 'a', 'b'], newItems: [] });
  });

  it('[W5] shows the first room at once, because it moves nothing', () => {
    const empty = withSnapshot(aView([]), FETCHED_AT);
    expect(withRoom(empty, 'n', aCard('n', {}, { createdAt: FETCHED_AT + 1 }))).toMatchObject({
      open: ['n'],
      newItems: [],
    });
  });

  it('leaves an old room of a later page to that page', () => {
    expect(withRoom(base, 'old', aCard('old'))).toBe(base);
  });

  it('removes a room from every list', () => {
    expect(withRoom(base, 'a', null)).toMatchObject({ open: ['b'], openTotal: 1 });
    const withoutMine = withRoom(base, 'p', null);
    expect(withoutMine).toMatchObject({ mine: [], openTotal: 2 });
    expect(withRoom(base, 'nobody', null)).toBe(base);
  });

  it('shows a room once if it moved between two pages', () => {
    const after = withNextPage({ ...base, nextCursor: 'x' }, aView([aCard('b'), aCard('c')], { openTotal: 3 }));
    expect(after).toMatchObject({ open: ['a', 'b', 'c'], openTotal: 3, nextCursor: null });
  });

  it('[W5] reloads my rooms without moving the public rooms', () => {
    const view = aView([aCard('b'), aCard('a')], { mine: [aCard('q')], direct: [aCard('d')] });
    const after = withMyRooms(base, view);
    expect(after).toMatchObject({ open: ['a', 'b'], mine: ['q'], direct: ['d'] });
    expect(after.cards.has('d')).toBe(true);
    expect(withRoom(after, 'd', null)).toMatchObject({ direct: [], openTotal: 2 });
  });

  it('keeps my rooms while a search narrows the public ones', () => {
    const after = withSearch(base, aView([aCard('b')]));
    expect(after).toMatchObject({ mine: ['p'], open: ['b'], openTotal: 1 });
    expect(after.cards.has('p')).toBe(true);
  });

  it('advances the step with a preview of the running take, never back, never for another take', () => {
    const running = withRoom(base, 'a', aCard('a', { rendering: { takeId: 't', step: 3, steps: 20 } }));
    expect(withProgress(running, aPreview('a', 't', 4)).cards.get('a')?.rendering?.step).toBe(4);
    expect(withProgress(running, aPreview('a', 't', 2))).toBe(running);
    expect(withProgress(running, aPreview('a', 'other', 9))).toBe(running);
    expect(withProgress(running, aPreview('b', 't', 9))).toBe(running);
  });

  it('filters by rendering and language', () => {
    const card = aCard('a', { rendering: { takeId: 't', step: 1, steps: 2 } });
    expect(matchesFilter(card, { rendering: true, language: 'en' })).toBe(true);
    expect(matchesFilter(card, { rendering: true, language: 'zh' })).toBe(false);
    expect(matchesFilter(aCard('b'), { rendering: true, language: null })).toBe(false);
  });
});
