import { describe, expect, it } from '@jest/globals';
import type { TermAction } from './listed-term.js';
import { withoutInner } from './word-hit.js';

const hit = (start: number, end: number, action: TermAction = 'refuse') => ({ start, end, action });

describe('[S9] words within words', () => {
  it('are told once, as the longest', () => {
    expect(withoutInner([hit(4, 8), hit(0, 10), hit(0, 4), hit(0, 10)])).toEqual([hit(0, 10)]);
    expect(withoutInner([hit(0, 5), hit(3, 8), hit(8, 9)])).toEqual([hit(0, 5), hit(3, 8), hit(8, 9)]);
  });

  it('are told all the same where they weigh more', () => {
    const all = [hit(0, 10, 'flag'), hit(2, 6, 'refuse'), hit(3, 5, 'replace')];
    expect(withoutInner(all)).toEqual(all.slice(0, 2));
  });
});
