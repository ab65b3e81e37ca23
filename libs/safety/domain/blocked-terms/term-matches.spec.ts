import { describe, expect, it } from '@jest/globals';
import type { TermAction } from '@visionary/contract';
import { dropNestedMatches } from './term-matches.js';

const hit = (start: number, end: number, action: TermAction = 'block') => ({ start, end, action });

describe('dropNestedMatches', () => {
  it('[S9] keeps the longest of nested hits', () => {
    expect(dropNestedMatches([hit(4, 8), hit(0, 10), hit(0, 4), hit(0, 10)])).toEqual([hit(0, 10)]);
    expect(dropNestedMatches([hit(0, 5), hit(3, 8), hit(8, 9)])).toEqual([hit(0, 5), hit(3, 8), hit(8, 9)]);
  });

  it('[S9] keeps a nested hit when its action is stricter', () => {
    const all = [hit(0, 10, 'flag'), hit(2, 6, 'block'), hit(3, 5, 'replace')];
    expect(dropNestedMatches(all)).toEqual(all.slice(0, 2));
  });
});
