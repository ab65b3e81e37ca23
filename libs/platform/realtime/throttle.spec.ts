import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Throttle } from './throttle.js';

describe('Coalescer', () => {
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

  it('says the first change at once and all that follow in the interval once', () => {
    for (let change = 0; change < 5; change++) throttle.touch('a');
    expect(said).toEqual(['a']);
    jest.advanceTimersByTime(500);
    expect(said).toEqual(['a', 'a']);
    jest.advanceTimersByTime(5000);
    expect(said).toEqual(['a', 'a']);
  });

  it('never says one key more often than the interval allows', () => {
    for (let ms = 0; ms < 5000; ms += 10) {
      throttle.touch('a');
      jest.advanceTimersByTime(10);
    }
    expect(said).toHaveLength(11);
  });

  it('keeps keys apart', () => {
    throttle.touch('a');
    throttle.touch('b');
    expect(said).toEqual(['a', 'b']);
  });

  it('is silent once stopped', () => {
    throttle.touch('a');
    throttle.touch('a');
    throttle.stop();
    jest.advanceTimersByTime(5000);
    expect(said).toEqual(['a']);
  });
});
