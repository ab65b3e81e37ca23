import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { roomBatcher, TICK_MS } from './room-batcher.js';

describe('roomBatcher', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('[J3] sends the first item at once and later items of the tick together', () => {
    const sent: [string, readonly number[]][] = [];
    const batcher = roomBatcher<number>((roomId, items) => sent.push([roomId, items]));
    batcher.touch('red', [1]);
    batcher.touch('blue', [9]);
    for (let item = 2; item <= 50; item++) batcher.touch('red', [item]);
    expect(sent).toEqual([
      ['red', [1]],
      ['blue', [9]],
    ]);
    jest.advanceTimersByTime(TICK_MS);
    expect(sent.slice(2)).toEqual([['red', Array.from({ length: 49 }, (_, index) => index + 2)]]);
    jest.advanceTimersByTime(TICK_MS);
    batcher.touch('red', [51]);
    expect(sent).toHaveLength(4);
  });
});
