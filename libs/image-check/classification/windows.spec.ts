import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { windowsOf } from './windows.js';

const side = fc.integer({ min: 1, max: 8192 });

describe('windowsOf', () => {
  it('[S57] returns the whole image unless it is a long strip', () => {
    expect(windowsOf({ width: 512, height: 300 })).toEqual([{ left: 0, top: 0, width: 512, height: 300 }]);
    expect(windowsOf({ width: 100, height: 300 }).map(({ top, height }) => [top, height])).toEqual([
      [0, 100],
      [100, 100],
      [200, 100],
    ]);
  });

  it('[S57] covers the whole image and stays inside it for any size', () => {
    fc.assert(
      fc.property(side, side, (width, height) => {
        const windows = windowsOf({ width, height });
        let [coveredX, coveredY] = [0, 0];
        for (const one of windows) {
          expect(one.left).toBeLessThanOrEqual(coveredX);
          expect(one.top).toBeLessThanOrEqual(coveredY);
          if (width >= height) coveredX = one.left + one.width;
          else coveredY = one.top + one.height;
        }
        const last = windows.at(-1)!;
        expect([last.left + last.width, last.top + last.height]).toEqual([width, height]);
      }),
      { numRuns: 200 },
    );
  });
});
