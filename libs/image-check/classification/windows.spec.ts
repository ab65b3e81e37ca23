import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { windowsOf } from './windows.js';

const side = fc.integer({ min: 1, max: 8192 });

describe('windowsOf', () => {
  it('[S57] looks at a picture as one, unless it is a strip', () => {
    expect(windowsOf({ width: 512, height: 300 })).toEqual([{ left: 0, top: 0, width: 512, height: 300 }]);
    expect(windowsOf({ width: 100, height: 300 }).map(({ top, height }) => [top, height])).toEqual([
      [0, 100],
      [100, 100],
      [200, 100],
    ]);
  });

  it('[S57] leaves out nothing and looks beyond no edge, whatever the sides', () => {
    fc.assert(
      fc.property(side, side, (width, height) => {
        const windows = windowsOf({ width, height });
        let [seenX, seenY] = [0, 0];
        for (const one of windows) {
          expect(one.left).toBeLessThanOrEqual(seenX);
          expect(one.top).toBeLessThanOrEqual(seenY);
          if (width >= height) seenX = one.left + one.width;
          else seenY = one.top + one.height;
        }
        const last = windows.at(-1)!;
        expect([last.left + last.width, last.top + last.height]).toEqual([width, height]);
      }),
      { numRuns: 200 },
    );
  });
});
