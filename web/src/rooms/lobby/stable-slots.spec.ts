import { describe, expect, it } from '@jest/globals';
import type { RoomCard } from '@visionary/contract';
import { stableSlots } from './stable-slots.js';

const aCard = (id: string, lastTakeAt: number | null, step?: number): RoomCard => ({
  room: {
    ...{ id, name: id, topic: '', visibility: 'public', language: 'en', owner: { id: 'o', name: 'O' }, createdAt: 1 },
    defaultRole: 'editor',
    ownRenderersOnly: false,
  },
  presence: { users: [], visitors: 0 },
  rendering: step === undefined ? null : { takeId: `t-${id}`, step, steps: 20 },
  ...{ lastImage: null, lastTakeAt, lastMessage: null },
});
const [a, b, c] = [aCard('a', 10), aCard('b', 30), aCard('c', 20)];

describe('[W23] the strip of live rooms', () => {
  it('shows rendering rooms first, then those that rendered last', () => {
    expect(stableSlots([], [a, b, c, aCard('d', null, 3)], 3)).toEqual(['d', 'b', 'c']);
    expect(stableSlots([], [a], 4)).toEqual(['a']);
  });

  it('moves no shown room: a room that starts to render replaces an idle one', () => {
    const now = [aCard('a', 10), aCard('b', 30, 1), aCard('c', 20), aCard('d', 1, 2)];
    expect(stableSlots(['a', 'b', 'c'], now, 3)).toEqual(['a', 'b', 'd']);
    expect(stableSlots(['a', 'b', 'd'], [aCard('a', 99), b, c, aCard('d', 98)], 3)).toEqual(['a', 'b', 'd']);
  });

  it('fills the slot of a removed room, and leaves a full strip of rendering rooms unchanged', () => {
    expect(stableSlots(['a', 'x', 'b'], [a, b, c], 3)).toEqual(['a', 'b', 'c']);
    const all = ['a', 'b', 'c'].map((id) => aCard(id, 1, 1));
    expect(stableSlots(['a', 'b'], all, 2)).toEqual(['a', 'b']);
  });
});
