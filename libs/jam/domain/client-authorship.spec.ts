import { describe, expect, it } from '@jest/globals';
import { ClientAuthorship } from './client-authorship.js';

describe('ClientAuthorship', () => {
  it('[F15] returns the spans of each user and omits unknown clients', () => {
    const authorship = new ClientAuthorship();
    authorship.record([1, 2], 'ann');
    authorship.record([3], 'bob');
    const text = [1, 2, 9, 3, 1].map((client) => ({ client, length: 2 }));
    expect(authorship.spansOf(text)).toEqual([
      [0, 4, 'ann'],
      [6, 8, 'bob'],
      [8, 10, 'ann'],
    ]);
  });

  it('[F15] trusts no user when two claim the same client', () => {
    const authorship = new ClientAuthorship();
    authorship.record([1], 'ann');
    authorship.record([1], 'eve');
    expect(authorship.spansOf([{ client: 1, length: 3 }])).toEqual([]);
    const remote = new ClientAuthorship();
    remote.merge(authorship.entries);
    remote.record([1], 'eve');
    expect(remote.spansOf([{ client: 1, length: 3 }])).toEqual([]);
  });

  it('[J11] forgets clients without remaining text', () => {
    const authorship = new ClientAuthorship();
    authorship.merge([
      [1, 'ann'],
      [2, 'ann'],
      [3, 'bob'],
      [4, null],
    ]);
    authorship.prune(new Set([2, 9]));
    expect(authorship.entries).toEqual([[2, 'ann']]);
  });
});
