import { describe, expect, it } from '@jest/globals';
import type { LobbyView, PreviewView, RoomCard } from '@visionary/contract';
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
  direct: [],
  open,
  openTotal: open.length,
  nextCursor: null,
  ...more,
});
const aPreview = (roomId: string, takeId: string, step: number): PreviewView => ({
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

  it('[W5] changes a room where it stands', () => {
    const after = withRoom(base, 'b', aCard('b', { lastTakeAt: 5 }));
    expect(after.open).toEqual(['a', 'b']);
    expect(after.cards.get('b')?.lastTakeAt).toBe(5);
    expect(after.openTotal).toBe(2);
  });

  it('[W5] lets a new room wait, counts it, and welcomes it in front', () => {
    const after = withRoom(base, 'n', aCard('n', {}, { createdAt: FETCHED_AT + 1 }));
    expect(after).toMatchObject({ open: ['a', 'b'], newItems: ['n'], openTotal: 3 });
    expect(withRoom(after, 'n', aCard('n', {}, { createdAt: FETCHED_AT + 1 }))).toMatchObject({
      newItems: ['n'],
      openTotal: 3,
    });
    expect(withNewRooms(after)).toMatchObject({ open: ['n', 'a', 'b'], newItems: [] });
  });

  it('[W5] shows the first room at once: nothing stands there that it could move', () => {
    const empty = withSnapshot(aView([]), FETCHED_AT);
    expect(withRoom(empty, 'n', aCard('n', {}, { createdAt: FETCHED_AT + 1 }))).toMatchObject({
      open: ['n'],
      newItems: [],
    });
  });

  it('leaves an old room of a later page for that page', () => {
    expect(withRoom(base, 'old', aCard('old'))).toBe(base);
  });

  it('lets a room go from every list', () => {
    expect(withRoom(base, 'a', null)).toMatchObject({ open: ['b'], openTotal: 1 });
    const withoutMine = withRoom(base, 'p', null);
    expect(withoutMine).toMatchObject({ mine: [], openTotal: 2 });
    expect(withRoom(base, 'nobody', null)).toBe(base);
  });

  it('shows a room once that moved between two pages', () => {
    const after = withNextPage({ ...base, nextCursor: 'x' }, aView([aCard('b'), aCard('c')], { openTotal: 3 }));
    expect(after).toMatchObject({ open: ['a', 'b', 'c'], openTotal: 3, nextCursor: null });
  });

  it('[W5] takes in what is mine anew without moving the open rooms', () => {
    const view = aView([aCard('b'), aCard('a')], { mine: [aCard('q')], direct: [aCard('d')] });
    const after = withMyRooms(base, view);
    expect(after).toMatchObject({ open: ['a', 'b'], mine: ['q'], direct: ['d'] });
    expect(after.cards.has('d')).toBe(true);
    expect(withRoom(after, 'd', null)).toMatchObject({ direct: [], openTotal: 2 });
  });

  it('keeps mine while a search narrows the others', () => {
    const after = withSearch(base, aView([aCard('b')]));
    expect(after).toMatchObject({ mine: ['p'], open: ['b'], openTotal: 1 });
    expect(after.cards.has('p')).toBe(true);
  });

  it('steps on with a preview of the running take, never back, never for another take', () => {
    const running = withRoom(base, 'a', aCard('a', { rendering: { takeId: 't', step: 3, steps: 20 } }));
    expect(withProgress(running, aPreview('a', 't', 4)).cards.get('a')?.rendering?.step).toBe(4);
    expect(withProgress(running, aPreview('a', 't', 2))).toBe(running);
    expect(withProgress(running, aPreview('a', 'other', 9))).toBe(running);
    expect(withProgress(running, aPreview('b', 't', 9))).toBe(running);
  });

  it('filters by what renders and by language', () => {
    const card = aCard('a', { rendering: { takeId: 't', step: 1, steps: 2 } });
    expect(matchesFilter(card, { rendering: true, language: 'en' })).toBe(true);
    expect(matchesFilter(card, { rendering: true, language: 'zh' })).toBe(false);
    expect(matchesFilter(aCard('b'), { rendering: true, language: null })).toBe(false);
  });
});
