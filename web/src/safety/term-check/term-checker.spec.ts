import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { TermMatch } from '@visionary/contract';
import { type Checked, remainingHits, type Texts, TermChecker } from './term-checker.js';

const hit = (start: number, matchedText: string): TermMatch => ({
  ...{
    field: 'prompt',
    start,
    end: start + matchedText.length,
    matchedText,
    term: matchedText,
    category: 'violence',
    action: 'block',
  },
});

describe('checking terms while typing', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('[S30] sends one request for many keys, and drops an outdated response', async () => {
    const reply: Checked[] = [];
    const answers: ((hits: readonly TermMatch[]) => void)[] = [];
    const requests: Texts[] = [];
    const checker = new TermChecker(
      (texts) => {
        requests.push(texts);
        return new Promise((resolve) => answers.push(resolve));
      },
      (checked) => reply.push(checked),
    );
    for (const prompt of ['g', 'go', 'gore']) checker.request({ prompt });
    await jest.advanceTimersByTimeAsync(150);
    expect(requests).toEqual([{ prompt: 'gore' }]);
    checker.request({ prompt: 'gore!' });
    answers[0]?.([hit(0, 'gore')]);
    await jest.advanceTimersByTimeAsync(150);
    expect(reply).toEqual([]);
    answers[1]?.([hit(0, 'gore')]);
    await jest.advanceTimersByTimeAsync(0);
    expect(reply).toEqual([{ texts: { prompt: 'gore!' }, hits: [hit(0, 'gore')] }]);
    checker.request({ prompt: ' ' });
    expect(reply[1]).toEqual({ texts: { prompt: ' ' }, hits: [] });
  });

  it('[S30] keeps the known hits after an error', async () => {
    const reply: Checked[] = [];
    const checker = new TermChecker(
      () => Promise.reject(new Error('offline')),
      (checked) => reply.push(checked),
    );
    checker.request({ prompt: 'gore' });
    await jest.advanceTimersByTimeAsync(150);
    expect(reply).toEqual([]);
  });

  it('[S30] does not mark a term that moved or was removed', () => {
    const checked = { texts: { prompt: 'so gore' }, hits: [hit(3, 'gore')] };
    expect(remainingHits(checked, { prompt: 'so gore it is' })).toHaveLength(1);
    expect(remainingHits(checked, { prompt: 'a so gore' })).toEqual([]);
    expect(remainingHits(checked, {})).toEqual([]);
  });
});
