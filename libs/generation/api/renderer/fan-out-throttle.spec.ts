import { describe, expect, it } from '@jest/globals';
import { FanOutThrottle } from './fan-out-throttle.js';

describe('FanOutThrottle', () => {
  const bench = (crowd: number) => {
    const sent: [room: string, item: number][] = [];
    const pace = new FanOutThrottle<number>(
      (room, item) => sent.push([room, item]),
      () => crowd,
    );
    return { sent, pace };
  };

  it('[G26] sends every frame when few viewers watch', () => {
    const { sent, pace } = bench(5);
    for (const item of [1, 2, 3]) pace.push('a', item);
    expect(sent.map(([, item]) => item)).toEqual([1, 2, 3]);
  });

  it('[G26] keeps only the newest frame of each room when many viewers watch', () => {
    const { sent, pace } = bench(10_000);
    for (const item of [1, 2, 3]) pace.push('a', item);
    pace.push('b', 4);
    expect(sent).toEqual([
      ['a', 1],
      ['b', 4],
    ]);
    pace.flush('a');
    pace.flush('a');
    expect(sent.slice(2)).toEqual([['a', 3]]);
  });

  it('[G26] sends a waiting frame when its time comes', async () => {
    const { sent, pace } = bench(200);
    pace.push('a', 1);
    pace.push('a', 2);
    const began = performance.now();
    while (sent.length < 2) await new Promise(setImmediate);
    expect(performance.now() - began).toBeGreaterThan(10);
    expect(sent[1]).toEqual(['a', 2]);
  });
});
