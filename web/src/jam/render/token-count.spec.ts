import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { TokenCount } from '@visionary/contract';
import { TokenCounter, type TokenAnswer } from './token-count.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function aCounter() {
  const asked: { texts: [string, string]; answer: (counts: TokenCount[]) => void; fail: () => void }[] = [];
  const told: (number | null)[] = [];
  const counter = new TokenCounter(
    ({ texts }) => new Promise((answer, fail) => asked.push({ texts, answer, fail: () => fail(new Error('no')) })),
    (answer: TokenAnswer | null) => void told.push(answer?.prompt.tokens ?? null),
  );
  return { counter, asked, told };
}
const counts = (tokens: number) => [
  { tokens, limit: 75 },
  { tokens: 0, limit: 75 },
];
const words = (prompt: string) => ({ model: 'mini', texts: [prompt, ''] as [string, string] });

describe('counting tokens', () => {
  it('asks once when typing pauses', async () => {
    const { counter, asked, told } = aCounter();
    for (const text of ['a', 'a f', 'a fox']) counter.wants(words(text));
    await jest.advanceTimersByTimeAsync(400);
    expect(asked.map(({ texts }) => texts[0])).toEqual(['a fox']);
    asked[0]?.answer(counts(2));
    await jest.advanceTimersByTimeAsync(0);
    expect(told).toEqual([2]);
  });

  it('does not tell an answer that was overtaken', async () => {
    const { counter, asked, told } = aCounter();
    counter.wants(words('a'));
    await jest.advanceTimersByTimeAsync(400);
    counter.wants(words('a fox'));
    asked[0]?.answer(counts(1));
    await jest.advanceTimersByTimeAsync(400);
    asked[1]?.answer(counts(2));
    await jest.advanceTimersByTimeAsync(0);
    expect(told).toEqual([2]);
  });

  it('tells that nothing is known when the question fails or there is no model', async () => {
    const { counter, asked, told } = aCounter();
    counter.wants(words('a'));
    await jest.advanceTimersByTimeAsync(400);
    asked[0]?.fail();
    await jest.advanceTimersByTimeAsync(0);
    counter.wants({ ...words('a'), model: '' });
    expect(told).toEqual([null, null]);
  });
});
