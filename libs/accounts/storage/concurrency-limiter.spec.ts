import { describe, expect, it } from '@jest/globals';
import { ConcurrencyLimiter } from './concurrency-limiter.js';

const gate = () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { open: resolve, wait: () => promise };
};

describe('Turnstile', () => {
  it('lets so many through at once, the others in order', async () => {
    const concurrencyLimiter = new ConcurrencyLimiter(2, 10);
    const seen: number[] = [];
    const gates = [gate(), gate(), gate(), gate()];
    const passes = gates.map(({ wait }, index) =>
      concurrencyLimiter.pass(async () => {
        seen.push(index);
        await wait();
      }),
    );
    await Promise.resolve();
    expect(seen).toEqual([0, 1]);
    gates[1]?.open();
    await passes[1];
    await Promise.resolve();
    expect(seen).toEqual([0, 1, 2]);
    for (const { open } of gates) open();
    await Promise.all(passes.filter((pass) => pass !== null));
    expect(seen).toEqual([0, 1, 2, 3]);
  });

  it('turns away who would wait too long, and goes on after a failure', async () => {
    const concurrencyLimiter = new ConcurrencyLimiter(1, 1);
    const first = gate();
    const failing = concurrencyLimiter.pass(async () => {
      await first.wait();
      throw new Error('broken');
    });
    const second = concurrencyLimiter.pass(async () => 'second');
    expect(concurrencyLimiter.pass(async () => 'third')).toBeNull();
    first.open();
    await expect(failing).rejects.toThrow('broken');
    await expect(second).resolves.toBe('second');
    await expect(concurrencyLimiter.pass(async () => 'fourth')).resolves.toBe('fourth');
  });
});
