import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Coalescer } from './coalescer.js';

describe('Coalescer', () => {
  const said: string[] = [];
  const coalescer = new Coalescer(500, (key) => said.push(key));

  beforeEach(() => {
    jest.useFakeTimers();
    said.length = 0;
  });
  afterEach(() => {
    coalescer.stop();
    jest.useRealTimers();
  });

  it('says the first change at once and all that follow in the interval once', () => {
    for (let change = 0; change < 5; change++) coalescer.touch('a');
    expect(said).toEqual(['a']);
    jest.advanceTimersByTime(500);
    expect(said).toEqual(['a', 'a']);
    jest.advanceTimersByTime(5000);
    expect(said).toEqual(['a', 'a']);
  });

  it('never says one key more often than the interval allows', () => {
    for (let ms = 0; ms < 5000; ms += 10) {
      coalescer.touch('a');
      jest.advanceTimersByTime(10);
    }
    expect(said).toHaveLength(11);
  });

  it('keeps keys apart', () => {
    coalescer.touch('a');
    coalescer.touch('b');
    expect(said).toEqual(['a', 'b']);
  });

  it('is silent once stopped', () => {
    coalescer.touch('a');
    coalescer.touch('a');
    coalescer.stop();
    jest.advanceTimersByTime(5000);
    expect(said).toEqual(['a']);
  });
});
