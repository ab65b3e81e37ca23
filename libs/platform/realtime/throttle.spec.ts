import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Throttle } from './throttle.js';

describe('Throttle', () => {
  const said: string[] = [];
  const throttle = new Throttle(500, (key) => said.push(key));

  beforeEach(() => {
    jest.useFakeTimers();
    said.length = 0;
  });
  afterEach(() => {
    throttle.stop();
    jest.useRealTimers();
  });

  it('calls at once for the first change, and once for all that follow in the interval', () => {
    for (let change = 0; change < 5; change++) throttle.touch('a');
    expect(said).toEqual(['a']);
    jest.advanceTimersByTime(500);
    expect(said).toEqual(['a', 'a']);
    jest.advanceTimersByTime(5000);
    expect(said).toEqual(['a', 'a']);
  });

  it('never calls more often than the interval allows for a key', () => {
    for (let ms = 0; ms < 5000; ms += 10) {
      throttle.touch('a');
      jest.advanceTimersByTime(10);
    }
    expect(said).toHaveLength(11);
  });

  it('throttles keys independently', () => {
    throttle.touch('a');
    throttle.touch('b');
    expect(said).toEqual(['a', 'b']);
  });

  it('makes no calls after stop', () => {
    throttle.touch('a');
    throttle.touch('a');
    throttle.stop();
    jest.advanceTimersByTime(5000);
    expect(said).toEqual(['a']);
  });
});
