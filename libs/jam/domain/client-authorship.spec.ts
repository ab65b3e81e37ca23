import { describe, expect, it } from '@jest/globals';
import { ClientAuthorship } from './client-authorship.js';

describe('whose words are whose', () => {
  it('[F15] knows the parts of each, and leaves out what it does not know', () => {
    const clientAuthorship = new ClientAuthorship();
    clientAuthorship.schedule([1, 2], 'ann');
    clientAuthorship.schedule([3], 'bob');
    const text = [1, 2, 9, 3, 1].map((client) => ({ client, length: 2 }));
    expect(clientAuthorship.of(text)).toEqual([
      [0, 4, 'ann'],
      [6, 8, 'bob'],
      [8, 10, 'ann'],
    ]);
  });

  it('[F15] believes nobody who brings words of another', () => {
    const clientAuthorship = new ClientAuthorship();
    clientAuthorship.schedule([1], 'ann');
    clientAuthorship.schedule([1], 'eve');
    expect(clientAuthorship.of([{ client: 1, length: 3 }])).toEqual([]);
    const far = new ClientAuthorship();
    far.take(clientAuthorship.known);
    far.schedule([1], 'eve');
    expect(far.of([{ client: 1, length: 3 }])).toEqual([]);
  });

  it('[J11] knows who has nothing left, and keeps nobody out whose text may be left', () => {
    const clientAuthorship = new ClientAuthorship();
    clientAuthorship.take([
      [1, 'ann'],
      [2, 'ann'],
      [3, 'bob'],
      [4, null],
    ]);
    const isGone = (...present: number[]) =>
      ['ann', 'bob', 'cy'].map((id) => clientAuthorship.isGone(id, new Set(present)));
    expect(isGone(2, 9)).toEqual([false, true, false]);
    expect(isGone()).toEqual([true, true, false]);
    expect(isGone(4)).toEqual([false, false, false]);
    clientAuthorship.keepOnly(new Set([2, 9]));
    expect(clientAuthorship.known).toEqual([[2, 'ann']]);
  });
});
