import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { TokenCount } from '@visionary/contract';
import { TokenCounter, type TokenAnswer } from './token-count.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function aCounter() {
  const requests: { texts: [string, string]; answer: (counts: TokenCount[]) => void; fail: () => void }[] = [];
  const reply: (number | null)[] = [];
  const counter = new TokenCounter(
    ({ texts }) => new Promise((answer, fail) => requests.push({ texts, answer, fail: () => fail(new Error('no')) })),
    (answer: TokenAnswer | null) => void reply.push(answer?.prompt.tokens ?? null),
  );
  return { counter, requests, reply };
}
const counts = (tokens: number) => [
  { tokens, limit: 75 },
  { tokens: 0, limit: 75 },
];
const words = (prompt: string) => ({ model: 'mini', texts: [prompt, ''] as [string, string] });

describe('counting tokens', () => {
  it('asks once when typing pauses', async () => {
    const { counter, requests, reply } = aCounter();
    for (const text of ['a', 'a f', 'a fox']) counter.wants(words(text));
    await jest.advanceTimersByTimeAsync(400);
    expect(requests.map(({ texts }) => texts[0])).toEqual(['a fox']);
    requests[0]?.answer(counts(2));
    await jest.advanceTimersByTimeAsync(0);
    expect(reply).toEqual([2]);
  });

  it('does not tell an answer that was overtaken', async () => {
    const { counter, requests, reply } = aCounter();
    counter.wants(words('a'));
    await jest.advanceTimersByTimeAsync(400);
    counter.wants(words('a fox'));
    requests[0]?.answer(counts(1));
    await jest.advanceTimersByTimeAsync(400);
    requests[1]?.answer(counts(2));
    await jest.advanceTimersByTimeAsync(0);
    expect(reply).toEqual([2]);
  });

  it('tells that nothing is known when the question fails or there is no model', async () => {
    const { counter, requests, reply } = aCounter();
    counter.wants(words('a'));
    await jest.advanceTimersByTimeAsync(400);
    requests[0]?.fail();
    await jest.advanceTimersByTimeAsync(0);
    counter.wants({ ...words('a'), model: '' });
    expect(reply).toEqual([null, null]);
  });
});
