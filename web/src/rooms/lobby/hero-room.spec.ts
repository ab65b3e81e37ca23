import { describe, expect, it } from '@jest/globals';
import { HOUSE_ROOM_ID, type RoomCard } from '@visionary/contract';
import { alsoLive, heroRoom } from './hero-room.js';

const NOW = 1_000_000_000;
const aCard = (id: string, { step, minutesAgo }: { step?: number; minutesAgo?: number }): RoomCard => ({
  room: {
    ...{ id, name: id, topic: '', visibility: 'public', language: 'en', owner: { id: 'o', name: 'O' }, createdAt: 1 },
    ...{ defaultRole: 'editor', ownRenderersOnly: false },
  },
  presence: { users: [], visitors: 0 },
  rendering: step === undefined ? null : { takeId: `t-${id}`, step, steps: 20 },
  lastImage: minutesAgo === undefined ? null : ({ url: '/x' } as RoomCard['lastImage']),
  lastTakeAt: minutesAgo === undefined ? null : NOW - minutesAgo * 60_000,
  lastMessage: null,
});
const house = aCard(HOUSE_ROOM_ID, { step: 3, minutesAgo: 1 });

describe('[B254] the room at the top of the home', () => {
  it('is one in which people render, else one in which they just did, else the house room, else the first with an image', () => {
    const [rendering, recent] = [aCard('a', { step: 1 }), aCard('b', { minutesAgo: 2 })];
    const [old, empty] = [aCard('c', { minutesAgo: 60 }), aCard('d', {})];
    const all = [empty, old, house, recent, rendering];
    const chosen = all.map((_, left) => heroRoom(undefined, all.slice(0, all.length - left), NOW)?.room.id);
    expect(chosen).toEqual(['a', 'b', HOUSE_ROOM_ID, 'c', undefined]);
  });

  it('stays while it is as good as the others', () => {
    const [a, b] = [aCard('a', { step: 1 }), aCard('b', { step: 1 })];
    expect(heroRoom('b', [a, b], NOW)).toBe(b);
    expect(heroRoom('gone', [a, b], NOW)).toBe(a);
    expect(heroRoom(HOUSE_ROOM_ID, [house, a], NOW)).toBe(a);
  });

  it('leaves the other live rooms of people to the row below', () => {
    const [recent, old] = [aCard('c', { minutesAgo: 1 }), aCard('d', { minutesAgo: 9 })];
    const cards = [recent, aCard('a', { step: 1 }), house, old, aCard('b', { step: 1 })];
    expect(alsoLive(cards, 'a', NOW, 3).map(({ room }) => room.id)).toEqual(['b', 'c']);
  });
});
