import { describe, expect, it } from '@jest/globals';
import type { TermMatch } from '@visionary/contract';
import { remainingHits } from './remaining-hits.js';

const hit = (start: number, matchedText: string): TermMatch => ({
  field: 'prompt',
  start,
  end: start + matchedText.length,
  matchedText,
  term: matchedText,
  category: 'violence',
  action: 'block',
});

describe('blocked terms in a text being typed', () => {
  it('[S30] does not mark a term that moved or was removed', () => {
    const checked = { texts: { prompt: 'so gore' }, hits: [hit(3, 'gore')] };
    expect(remainingHits(checked, { prompt: 'so gore it is' })).toHaveLength(1);
    expect(remainingHits(checked, { prompt: 'a so gore' })).toEqual([]);
    expect(remainingHits(checked, {})).toEqual([]);
  });
});
