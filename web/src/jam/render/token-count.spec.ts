import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { TokenCount } from '@visionary/contract';
import { TokenCounter, type TokenCounts } from './token-count.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function aCounter() {
  const requests: { texts: [string, string]; counts: (counts: TokenCount[]) => void; fail: () => void }[] = [];
  const reply: (number | null)[] = [];
  const counter = new TokenCounter(
    ({ texts }) => new Promise((counts, fail) => requests.push({ texts, counts, fail: () => fail(new Error('no')) })),
    (counts: TokenCounts | null) => void reply.push(counts?.prompt.tokens ?? null),
  );
  return { counter, requests, reply };
}
const counts = (tokens: number) => [
  { tokens, limit: 75 },
  { tokens: 0, limit: 75 },
];
const label = (prompt: string) => ({ model: 'mini', texts: [prompt, ''] as [string, string] });

describe('counting tokens', () => {
  it('sends one request when typing pauses', async () => {
    const { counter, requests, reply } = aCounter();
    for (const text of ['a', 'a f', 'a fox']) counter.request(label(text));
    await jest.advanceTimersByTimeAsync(400);
    expect(requests.map(({ texts }) => texts[0])).toEqual(['a fox']);
    requests[0]?.counts(counts(2));
    await jest.advanceTimersByTimeAsync(0);
    expect(reply).toEqual([2]);
  });

  it('drops an outdated response', async () => {
    const { counter, requests, reply } = aCounter();
    counter.request(label('a'));
    await jest.advanceTimersByTimeAsync(400);
    counter.request(label('a fox'));
    requests[0]?.counts(counts(1));
    await jest.advanceTimersByTimeAsync(400);
    requests[1]?.counts(counts(2));
    await jest.advanceTimersByTimeAsync(0);
    expect(reply).toEqual([2]);
  });

  it('reports an unknown count when the request fails or no model is chosen', async () => {
    const { counter, requests, reply } = aCounter();
    counter.request(label('a'));
    await jest.advanceTimersByTimeAsync(400);
    requests[0]?.fail();
    await jest.advanceTimersByTimeAsync(0);
    counter.request({ ...label('a'), model: '' });
    expect(reply).toEqual([null, null]);
  });
});
