import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Throttle } from './throttle.js';

describe('Throttle', () => {
  const calls: string[] = [];
  const throttle = new Throttle(500, (key) => calls.push(key));

  beforeEach(() => {
    jest.useFakeTimers();
    calls.length = 0;
  });
  afterEach(() => {
    throttle.stop();
    jest.useRealTimers();
  });

  it('calls at once for the first change, and once for all that follow in the interval', () => {
    for (let change = 0; change < 5; change++) throttle.touch('a');
    expect(calls).toEqual(['a']);
    jest.advanceTimersByTime(500);
    expect(calls).toEqual(['a', 'a']);
    jest.advanceTimersByTime(5000);
    expect(calls).toEqual(['a', 'a']);
  });

  it('never calls more often than the interval allows for a key', () => {
    for (let ms = 0; ms < 5000; ms += 10) {
      throttle.touch('a');
      jest.advanceTimersByTime(10);
    }
    expect(calls).toHaveLength(11);
  });

  it('throttles keys independently', () => {
    throttle.touch('a');
    throttle.touch('b');
    expect(calls).toEqual(['a', 'b']);
  });

  it('makes no calls after stop', () => {
    throttle.touch('a');
    throttle.touch('a');
    throttle.stop();
    jest.advanceTimersByTime(5000);
    expect(calls).toEqual(['a']);
  });

  it('delivers the newest value, or what merging the waiting values gives', () => {
    const newest: number[] = [];
    const sums: number[] = [];
    const replacing = new Throttle<number>(500, (_, value) => newest.push(value));
    const summing = new Throttle<number>(
      500,
      (_, value) => sums.push(value),
      (a, b) => a + b,
    );
    for (const value of [1, 2, 3]) {
      replacing.touch('a', value);
      summing.touch('a', value);
    }
    jest.advanceTimersByTime(500);
    expect([newest, sums]).toEqual([
      [1, 3],
      [1, 5],
    ]);
  });

  it('[G26] passes every value of a short interval, and flushes the newest of a long one', () => {
    const sent: [string, number][] = [];
    const intervals: Record<string, number> = { few: 1, many: 2_000 };
    const frames = new Throttle<number>(
      (key) => intervals[key] ?? 0,
      (key, value) => sent.push([key, value]),
    );
    for (const value of [1, 2, 3]) frames.touch('few', value);
    expect(sent.splice(0)).toEqual([
      ['few', 1],
      ['few', 2],
      ['few', 3],
    ]);
    for (const value of [1, 2, 3]) frames.touch('many', value);
    frames.flush('many');
    frames.flush('many');
    expect(sent).toEqual([
      ['many', 1],
      ['many', 3],
    ]);
    frames.touch('many', 4);
    frames.cancel('many');
    jest.advanceTimersByTime(5000);
    expect(sent).toHaveLength(2);
  });
});
