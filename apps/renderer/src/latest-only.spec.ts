import { describe, expect, it } from '@jest/globals';
import { LatestOnlyQueue } from './latest-only.js';

describe('newest wins', () => {
  function bench() {
    const worked: number[] = [];
    const finish: (() => void)[] = [];
    const desk = new LatestOnlyQueue<number>((item) => {
      worked.push(item);
      return new Promise((done) => finish.push(done));
    });
    const finishOne = async () => {
      finish.shift()!();
      await new Promise(setImmediate);
    };
    return { worked, desk, finishOne };
  }

  it('starts at once and skips what was overtaken', async () => {
    const { worked, desk, finishOne } = bench();
    for (const item of [1, 2, 3, 4]) desk.offer(item);
    expect(worked).toEqual([1]);
    await finishOne();
    expect(worked).toEqual([1, 4]);
    await finishOne();
    desk.offer(5);
    expect(worked).toEqual([1, 4, 5]);
  });

  it('forgets what waits when told', async () => {
    const { worked, desk, finishOne } = bench();
    desk.offer(1);
    desk.offer(2);
    desk.clear();
    await finishOne();
    expect(worked).toEqual([1]);
  });

  it('rests for as long as it is told, and then takes the newest', async () => {
    const began: [item: number, atMs: number][] = [];
    const workMs = 10;
    const desk = new LatestOnlyQueue<number>((item) => {
      began.push([item, performance.now()]);
      return new Promise((done) => setTimeout(done, workMs));
    }, 3);
    for (let item = 1; began.length < 2; item++) {
      desk.offer(item);
      await new Promise(setImmediate);
    }
    const [first, second] = began;
    expect(first![0]).toBe(1);
    expect(second![0]).toBeGreaterThan(2);
    expect(second![1] - first![1]).toBeGreaterThan(3 * workMs);
  });
});
