import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type FrameSide, LinkLadder } from './link-ladder.js';

const BYTES = new Map<FrameSide, number>([
  [null, 24_000],
  [128, 4_000],
  [64, 1_500],
]);
const FRAME_MS = 400;

/** A link that sends frames one after the other. The server drops a frame while an earlier one waits. */
function watch(bytesPerMs: number, ms: number, clockOffset = 0) {
  const ladder = new LinkLadder();
  const delays: number[] = [];
  let freeAt = 0;
  for (let at = 0; at < ms; at += FRAME_MS) {
    if (ladder.needsReference(at)) ladder.recordReference(at + clockOffset, Math.max(freeAt, at) + 100 / bytesPerMs);
    if (freeAt > at + FRAME_MS) continue;
    freeAt = Math.max(freeAt, at) + BYTES.get(ladder.side)! / bytesPerMs;
    delays.push(freeAt - at);
    ladder.record(at + clockOffset, freeAt);
  }
  return { side: ladder.side, lastDelays: delays.slice(-10) };
}

describe('the ladder of frame sizes', () => {
  it('[G109] gives full frames to a fast link and small ones to a slow one', () => {
    expect(watch(1_000, 60_000).side).toBeNull();
    // 24 kB take 2.4 s, 4 kB take 0.4 s, 1.5 kB take 0.15 s.
    expect(watch(10, 60_000).side).not.toBeNull();
    expect(watch(2, 60_000).side).toBe(64);
  });

  it('[G109] never leaves a link behind that could keep up with smaller frames, whatever the clocks say', () => {
    const bytesPerMs = fc.double({ min: 4, max: 2_000, noNaN: true });
    const clock = fc.integer({ min: -1e9, max: 1e9 });
    fc.assert(
      fc.property(bytesPerMs, clock, (speed, offset) => {
        const { lastDelays } = watch(speed, 120_000, offset);
        expect(Math.min(...lastDelays)).toBeLessThan(1_000);
      }),
    );
  });

  it('[G109] tries larger frames again, more and more rarely when that fails', () => {
    const ladder = new LinkLadder();
    const changes: [number, FrameSide][] = [];
    ladder.recordReference(0, 0);
    for (let at = 0; at < 200_000; at += FRAME_MS) {
      const delay = at > 0 && ladder.side === null ? 500 : 0;
      const side = ladder.record(at, at + delay);
      if (side !== undefined) changes.push([at, side]);
    }
    const tries = changes.flatMap(([at, side]) => (side === null ? [at] : []));
    const waits = tries.slice(1).map((at, i) => at - tries[i]!);
    expect(tries.length).toBeGreaterThan(2);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  });
});
