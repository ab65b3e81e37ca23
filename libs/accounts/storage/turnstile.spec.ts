import { describe, expect, it } from '@jest/globals';
import { Turnstile } from './turnstile.js';

const gate = () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { open: resolve, wait: () => promise };
};

describe('Turnstile', () => {
  it('lets so many through at once, the others in order', async () => {
    const turnstile = new Turnstile(2, 10);
    const seen: number[] = [];
    const gates = [gate(), gate(), gate(), gate()];
    const passes = gates.map(({ wait }, index) =>
      turnstile.pass(async () => {
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
    const turnstile = new Turnstile(1, 1);
    const first = gate();
    const failing = turnstile.pass(async () => {
      await first.wait();
      throw new Error('broken');
    });
    const second = turnstile.pass(async () => 'second');
    expect(turnstile.pass(async () => 'third')).toBeNull();
    first.open();
    await expect(failing).rejects.toThrow('broken');
    await expect(second).resolves.toBe('second');
    await expect(turnstile.pass(async () => 'fourth')).resolves.toBe('fourth');
  });
});
