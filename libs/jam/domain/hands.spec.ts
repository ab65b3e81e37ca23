import { describe, expect, it } from '@jest/globals';
import { Hands } from './hands.js';

describe('whose words are whose', () => {
  it('[F15] knows the parts of each, and leaves out what it does not know', () => {
    const hands = new Hands();
    hands.note([1, 2], 'ann');
    hands.note([3], 'bob');
    const text = [1, 2, 9, 3, 1].map((client) => ({ client, length: 2 }));
    expect(hands.of(text)).toEqual([
      [0, 4, 'ann'],
      [6, 8, 'bob'],
      [8, 10, 'ann'],
    ]);
  });

  it('[F15] believes nobody who brings words of another', () => {
    const hands = new Hands();
    hands.note([1], 'ann');
    hands.note([1], 'eve');
    expect(hands.of([{ client: 1, length: 3 }])).toEqual([]);
    const far = new Hands();
    far.take(hands.known);
    far.note([1], 'eve');
    expect(far.of([{ client: 1, length: 3 }])).toEqual([]);
  });

  it('[J11] knows who has nothing left, and keeps nobody out whose text may be left', () => {
    const hands = new Hands();
    hands.take([
      [1, 'ann'],
      [2, 'ann'],
      [3, 'bob'],
      [4, null],
    ]);
    const isGone = (...present: number[]) => ['ann', 'bob', 'cy'].map((id) => hands.isGone(id, new Set(present)));
    expect(isGone(2, 9)).toEqual([false, true, false]);
    expect(isGone()).toEqual([true, true, false]);
    expect(isGone(4)).toEqual([false, false, false]);
    hands.keepOnly(new Set([2, 9]));
    expect(hands.known).toEqual([[2, 'ann']]);
  });
});
