import { describe, expect, it } from '@jest/globals';
import { IdleWork } from './idle-work.js';

const ready = () => Promise.resolve(true);

function setUp() {
  const done: string[] = [];
  let added = 0;
  let endTake = (): void => undefined;
  const take = new Promise<void>((resolve) => (endTake = resolve));
  const idle = new IdleWork(() => added++);
  const add = (name: string, isReady = ready) => idle.add(take, isReady, () => Promise.resolve(done.push(name)));
  return { idle, take, done, add, endTake: () => endTake(), added: () => added };
}

describe('work that lets takes pass', () => {
  it('runs in a wait of a take, once', async () => {
    const { idle, take, done, add, endTake, added } = setUp();
    const first = add('first');
    expect([added(), await idle.runWithin(1_000), await first, await idle.runWithin(1_000)]).toEqual([
      1,
      true,
      1,
      false,
    ]);
    endTake();
    await take;
    expect(done).toEqual(['first']);
  });

  it('runs after the take when no wait is long enough or it is not ready', async () => {
    const { idle, done, add, endTake } = setUp();
    const all = [add('long'), add('not ready', () => Promise.resolve(false))];
    expect(await idle.runWithin(1)).toBe(false);
    await idle.runWithin(1_000);
    expect(done).toEqual(['long']);
    endTake();
    await Promise.all(all);
    expect(done).toEqual(['long', 'not ready']);
  });

  it('fails with its own error alone', async () => {
    const { idle, take } = setUp();
    const failed = idle.add(take, ready, () => Promise.reject(new Error('broken')));
    await Promise.all([expect(failed).rejects.toThrow('broken'), expect(idle.runWithin(1_000)).resolves.toBe(true)]);
  });
});
