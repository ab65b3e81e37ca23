import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { BatchingThrottle } from './batching-throttle.js';

describe('OnceAWhile', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('[F51] says what is quiet at once and together, and the rest once an interval, the last of it', () => {
    const said: string[][] = [];
    const once = new BatchingThrottle<string>(
      1_000,
      (one) => one.charAt(0),
      (all) => said.push([...all]),
    );
    once.add(['a1', 'b1']);
    for (const one of ['a2', 'a3', 'c1', 'a4']) once.add([one]);
    expect(said).toEqual([['a1', 'b1'], ['c1']]);
    jest.advanceTimersByTime(1_000);
    expect(said.slice(2)).toEqual([['a4']]);
    once.add(['a5']);
    expect(said).toHaveLength(3);
    jest.advanceTimersByTime(1_000);
    expect(said.slice(3)).toEqual([['a5']]);
    jest.advanceTimersByTime(1_000);
    once.add(['a6']);
    expect(said.slice(4)).toEqual([['a6']]);
    once.add(['a7']);
    once.stop();
    jest.advanceTimersByTime(5_000);
    expect(said).toHaveLength(5);
  });
});
