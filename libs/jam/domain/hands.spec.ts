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
});
