import { describe, expect, it } from '@jest/globals';
import type { LobbyView, PreviewView, RoomCard } from '@visionary/contract';
import { changed, continued, fetched, found, mineAnew, passes, stepped, welcomed } from './lobby-state.js';

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
    newcomers: 'editor',
    ...room,
  },
  presence: { people: [], visitors: 0 },
  rendering: null,
  lastPicture: null,
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
  picture: 0,
  pictures: 1,
  msLeft: 0,
});

describe('the lobby', () => {
  const base = fetched(
    aView([aCard('a'), aCard('b')], { mine: [aCard('p', {}, { visibility: 'private' })] }),
    FETCHED_AT,
  );

  it('[W5] changes a room where it stands', () => {
    const after = changed(base, 'b', aCard('b', { lastTakeAt: 5 }));
    expect(after.open).toEqual(['a', 'b']);
    expect(after.cards.get('b')?.lastTakeAt).toBe(5);
    expect(after.openTotal).toBe(2);
  });

  it('[W5] lets a new room wait, counts it, and welcomes it in front', () => {
    const after = changed(base, 'n', aCard('n', {}, { createdAt: FETCHED_AT + 1 }));
    expect(after).toMatchObject({ open: ['a', 'b'], fresh: ['n'], openTotal: 3 });
    expect(changed(after, 'n', aCard('n', {}, { createdAt: FETCHED_AT + 1 }))).toMatchObject({
      fresh: ['n'],
      openTotal: 3,
    });
    expect(welcomed(after)).toMatchObject({ open: ['n', 'a', 'b'], fresh: [] });
  });

  it('[W5] shows the first room at once: nothing stands there that it could move', () => {
    const empty = fetched(aView([]), FETCHED_AT);
    expect(changed(empty, 'n', aCard('n', {}, { createdAt: FETCHED_AT + 1 }))).toMatchObject({
      open: ['n'],
      fresh: [],
    });
  });

  it('leaves an old room of a later page for that page', () => {
    expect(changed(base, 'old', aCard('old'))).toBe(base);
  });

  it('lets a room go from every list', () => {
    expect(changed(base, 'a', null)).toMatchObject({ open: ['b'], openTotal: 1 });
    const withoutMine = changed(base, 'p', null);
    expect(withoutMine).toMatchObject({ mine: [], openTotal: 2 });
    expect(changed(base, 'nobody', null)).toBe(base);
  });

  it('shows a room once that moved between two pages', () => {
    const after = continued({ ...base, nextCursor: 'x' }, aView([aCard('b'), aCard('c')], { openTotal: 3 }));
    expect(after).toMatchObject({ open: ['a', 'b', 'c'], openTotal: 3, nextCursor: null });
  });

  it('[W5] takes in what is mine anew without moving the open rooms', () => {
    const view = aView([aCard('b'), aCard('a')], { mine: [aCard('q')], direct: [aCard('d')] });
    const after = mineAnew(base, view);
    expect(after).toMatchObject({ open: ['a', 'b'], mine: ['q'], direct: ['d'] });
    expect(after.cards.has('d')).toBe(true);
    expect(changed(after, 'd', null)).toMatchObject({ direct: [], openTotal: 2 });
  });

  it('keeps mine while a search narrows the others', () => {
    const after = found(base, aView([aCard('b')]));
    expect(after).toMatchObject({ mine: ['p'], open: ['b'], openTotal: 1 });
    expect(after.cards.has('p')).toBe(true);
  });

  it('steps on with a preview of the running take, never back, never for another take', () => {
    const running = changed(base, 'a', aCard('a', { rendering: { takeId: 't', step: 3, steps: 20 } }));
    expect(stepped(running, aPreview('a', 't', 4)).cards.get('a')?.rendering?.step).toBe(4);
    expect(stepped(running, aPreview('a', 't', 2))).toBe(running);
    expect(stepped(running, aPreview('a', 'other', 9))).toBe(running);
    expect(stepped(running, aPreview('b', 't', 9))).toBe(running);
  });

  it('filters by what renders and by language', () => {
    const card = aCard('a', { rendering: { takeId: 't', step: 1, steps: 2 } });
    expect(passes(card, { rendering: true, language: 'en' })).toBe(true);
    expect(passes(card, { rendering: true, language: 'zh' })).toBe(false);
    expect(passes(aCard('b'), { rendering: true, language: null })).toBe(false);
  });
});
