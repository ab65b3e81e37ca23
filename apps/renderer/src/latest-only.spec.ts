import { describe, expect, it } from '@jest/globals';
import { LatestOnlyQueue } from './latest-only.js';

describe('LatestOnlyQueue', () => {
  function bench() {
    const worked: number[] = [];
    const finish: (() => void)[] = [];
    const queue = new LatestOnlyQueue<number>((item) => {
      worked.push(item);
      return new Promise((done) => finish.push(done));
    });
    const finishOne = async () => {
      finish.shift()!();
      await new Promise(setImmediate);
    };
    return { worked, queue, finishOne };
  }

  it('starts at once and skips all but the newest waiting item', async () => {
    const { worked, queue, finishOne } = bench();
    for (const item of [1, 2, 3, 4]) queue.offer(item);
    expect(worked).toEqual([1]);
    await finishOne();
    expect(worked).toEqual([1, 4]);
    await finishOne();
    queue.offer(5);
    expect(worked).toEqual([1, 4, 5]);
  });

  it('drops the waiting item when it is cleared', async () => {
    const { worked, queue, finishOne } = bench();
    queue.offer(1);
    queue.offer(2);
    queue.clear();
    await finishOne();
    expect(worked).toEqual([1]);
  });

  it('pauses between items, then works on the newest', async () => {
    const began: [item: number, atMs: number][] = [];
    const workMs = 10;
    const queue = new LatestOnlyQueue<number>((item) => {
      began.push([item, performance.now()]);
      return new Promise((done) => setTimeout(done, workMs));
    }, 3);
    for (let item = 1; began.length < 2; item++) {
      queue.offer(item);
      await new Promise(setImmediate);
    }
    const [first, second] = began;
    expect(first![0]).toBe(1);
    expect(second![0]).toBeGreaterThan(2);
    expect(second![1] - first![1]).toBeGreaterThan(3 * workMs);
  });
});
