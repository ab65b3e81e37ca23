import { describe, expect, it } from '@jest/globals';
import { ConcurrencyLimiter } from './concurrency-limiter.js';

const gate = () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { open: resolve, wait: () => promise };
};

describe('ConcurrencyLimiter', () => {
  it('ConcurrencyLimiter runs two tasks at once and the rest in order', async () => {
    const concurrencyLimiter = new ConcurrencyLimiter(2, 10, 5);
    const started: number[] = [];
    const gates = [gate(), gate(), gate(), gate()];
    const runs = gates.map(({ wait }, index) =>
      concurrencyLimiter.run(async () => {
        started.push(index);
        await wait();
      }),
    );
    await Promise.resolve();
    expect(started).toEqual([0, 1]);
    gates[1]?.open();
    await runs[1];
    await Promise.resolve();
    expect(started).toEqual([0, 1, 2]);
    for (const { open } of gates) open();
    await Promise.all(runs);
    expect(started).toEqual([0, 1, 2, 3]);
  });

  it('ConcurrencyLimiter runs one task of an owner at once, and lets owners take turns', async () => {
    const concurrencyLimiter = new ConcurrencyLimiter(2, 6, 5);
    const started: string[] = [];
    const gates: ReturnType<typeof gate>[] = [];
    const add = (name: string, owner: string) => {
      const { open, wait } = gate();
      gates.push({ open, wait });
      const run = concurrencyLimiter.run(async () => {
        started.push(name);
        await wait();
      }, owner);
      return { open, run };
    };
    const [first] = ['a1', 'a2', 'a3', 'a4'].map((name) => add(name, 'a'));
    await expect(add('a5', 'a').run).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    const [b1] = ['b1', 'b2'].map((name) => add(name, 'b'));
    add('c1', 'c');
    await Promise.resolve();
    expect(started).toEqual(['a1', 'b1']);
    first!.open();
    await first!.run;
    await Promise.resolve();
    expect(started).toEqual(['a1', 'b1', 'a2']);
    b1!.open();
    await b1!.run;
    await Promise.resolve();
    expect(started).toEqual(['a1', 'b1', 'a2', 'b2']);
    for (const { open } of gates) open();
  });

  it('ConcurrencyLimiter rejects a task when the queue is full and continues after a failure', async () => {
    const concurrencyLimiter = new ConcurrencyLimiter(1, 1, 5);
    const first = gate();
    const failing = concurrencyLimiter.run(async () => {
      await first.wait();
      throw new Error('broken');
    });
    const second = concurrencyLimiter.run(async () => 'second');
    await expect(concurrencyLimiter.run(async () => 'third')).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      detail: { retryAfterSeconds: 5 },
    });
    first.open();
    await expect(failing).rejects.toThrow('broken');
    await expect(second).resolves.toBe('second');
    await expect(concurrencyLimiter.run(async () => 'fourth')).resolves.toBe('fourth');
  });
});
