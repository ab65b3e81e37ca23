import { describe, expect, it } from '@jest/globals';
import { NewestWins } from './newest-wins.js';

describe('newest wins', () => {
  function bench() {
    const worked: number[] = [];
    const finish: (() => void)[] = [];
    const desk = new NewestWins<number>((item) => {
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
});
