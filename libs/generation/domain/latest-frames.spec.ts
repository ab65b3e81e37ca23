import { describe, expect, it } from '@jest/globals';
import { LatestFrames } from './latest-frames.js';

describe('LatestFrames', () => {
  it('[G79] gives users who join later the time that is left then, and forgets a take that ended', () => {
    const frames = new LatestFrames();
    frames.recordLoading('t', 5);
    expect(frames.loadOf('t')).toEqual({ since: 5, isLoaded: false });
    expect([frames.recordLoaded('t'), frames.recordLoaded('other')]).toEqual([true, false]);
    expect(frames.loadOf('t')).toEqual({ since: 5, isLoaded: true });
    frames.record({ roomId: 'r', takeId: 't', imageIndex: 0, images: 1, step: 1, steps: 4, msLeft: 1_000 }, 100);
    expect([100, 600, 1_300].map((now) => frames.ofRoom('r', now)[0]?.msLeft)).toEqual([1_000, 500, -200]);
    expect(frames.of('t', 700)).toMatchObject({ step: 1, msLeft: 400 });
    expect(frames.estimateOf('t', 700)).toEqual({ expectedMs: 1_000, elapsedMs: 600 });
    frames.delete('t');
    expect([frames.of('t', 700), frames.loadOf('t'), frames.estimateOf('t', 700)]).toEqual(Array(3));
  });

  it('[G107] the queue does not wait for the pauses of a paced take', () => {
    const frames = new LatestFrames();
    const step = { roomId: 'r', takeId: 't', imageIndex: 0, images: 1, step: 1, steps: 4 };
    frames.record({ ...step, msLeft: 8_000, pauseMs: 7_500 }, 100);
    expect(frames.estimateOf('t', 900)).toEqual({ expectedMs: 500, elapsedMs: 0 });
    expect(frames.of('t', 900)?.msLeft).toBe(7_200);
  });
});
