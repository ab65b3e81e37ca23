import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Rejection } from '../api/rejection.js';
import { createQuery, type RequestOptions } from './query.js';

/** A query whose requests the test answers. */
function aQuery(options: RequestOptions<string> = {}) {
  const requests: { reply: (value: string) => void; fail: () => void }[] = [];
  const query = createQuery(
    () =>
      new Promise<string>((reply, reject) =>
        requests.push({ reply, fail: () => reject(new Rejection('UNAVAILABLE')) }),
      ),
    options,
  );
  return { requests, query };
}

describe('[S30] a query', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('ignores replies and errors of earlier requests', async () => {
    const { requests, query } = aQuery();
    const all = [query.load(), query.load(), query.load()];
    requests[2]?.reply('new');
    requests[0]?.reply('old');
    requests[1]?.fail();
    await Promise.all(all);
    expect([query.data.value, query.rejection.value, query.loading.value]).toEqual(['new', null, false]);
  });

  it('keeps the known reply after an error, and forgets the error with the next request', async () => {
    const { requests, query } = aQuery();
    query.set('known');
    const failed = query.load();
    requests[0]?.fail();
    await failed;
    expect([query.data.value, query.rejection.value?.code, query.loading.value]).toEqual([
      'known',
      'UNAVAILABLE',
      false,
    ]);
    void query.load();
    expect([query.data.value, query.rejection.value, query.loading.value]).toEqual(['known', null, true]);
  });

  it('ignores the reply when it is canceled, cleared, or set meanwhile', async () => {
    const { requests, query } = aQuery();
    for (const meanwhile of [query.cancel, query.clear, () => query.set('newer')]) {
      const loaded = query.load();
      meanwhile();
      requests.at(-1)?.reply('late');
      await loaded;
      expect([query.data.value === 'late', query.loading.value]).toEqual([false, false]);
    }
    expect(query.data.value).toBe('newer');
  });

  it('sends one request when typing pauses, and none when it is canceled', async () => {
    const { requests, query } = aQuery({ debounceMs: 100 });
    for (let keys = 0; keys < 5; keys += 1) query.loadSoon();
    await jest.advanceTimersByTimeAsync(99);
    expect(requests).toHaveLength(0);
    await jest.advanceTimersByTimeAsync(1);
    expect(requests).toHaveLength(1);
    query.loadSoon();
    query.cancel();
    await jest.advanceTimersByTimeAsync(500);
    expect(requests).toHaveLength(1);
  });

  it('sends what loadSoon waits for, also if a reply to an earlier request comes first', async () => {
    const { requests, query } = aQuery({ debounceMs: 100 });
    const loaded = query.load();
    query.loadSoon();
    requests[0]?.reply('before');
    await loaded;
    expect(query.data.value).toBe('before');
    await jest.advanceTimersByTimeAsync(100);
    expect(requests).toHaveLength(2);
  });

  it('becomes empty at once, without a request, while there is nothing to request', async () => {
    let text = 'a';
    const { requests, query } = aQuery({ debounceMs: 100, when: () => text !== '' });
    query.set('found a');
    text = '';
    query.loadSoon();
    expect([query.data.value, requests.length]).toEqual([null, 0]);
  });
});
