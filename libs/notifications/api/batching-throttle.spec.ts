import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { BatchingThrottle } from './batching-throttle.js';

describe('BatchingThrottle', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('[F51] BatchingThrottle delivers new keys at once as a batch and repeats once per interval with the last value', () => {
    const delivered: string[][] = [];
    const throttle = new BatchingThrottle<string>(
      1_000,
      (value) => value.charAt(0),
      (values) => delivered.push([...values]),
    );
    throttle.add(['a1', 'b1']);
    for (const value of ['a2', 'a3', 'c1', 'a4']) throttle.add([value]);
    expect(delivered).toEqual([['a1', 'b1'], ['c1']]);
    jest.advanceTimersByTime(1_000);
    expect(delivered.slice(2)).toEqual([['a4']]);
    throttle.add(['a5']);
    expect(delivered).toHaveLength(3);
    jest.advanceTimersByTime(1_000);
    expect(delivered.slice(3)).toEqual([['a5']]);
    jest.advanceTimersByTime(1_000);
    throttle.add(['a6']);
    expect(delivered.slice(4)).toEqual([['a6']]);
    throttle.add(['a7']);
    throttle.stop();
    jest.advanceTimersByTime(5_000);
    expect(delivered).toHaveLength(5);
  });
});
