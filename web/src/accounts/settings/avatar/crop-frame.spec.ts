import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toCropRequest, moveFrame, zoomOf, zoomFrame, initialFrame } from './crop-frame.js';

const WIDE = { width: 800, height: 400 };
const size = fc.record({ width: fc.integer({ min: 1, max: 9000 }), height: fc.integer({ min: 1, max: 9000 }) });

describe('the crop frame', () => {
  it('starts as the largest centered square', () => expect(initialFrame(WIDE)).toEqual({ x: 200, y: 0, side: 400 }));

  it('moves with the pointer and stops at the edges', () => {
    expect(moveFrame(initialFrame(WIDE), { x: 50, y: 50 }, WIDE)).toEqual({ x: 250, y: 0, side: 400 });
    expect(moveFrame(initialFrame(WIDE), { x: 900, y: 0 }, WIDE)).toEqual({ x: 400, y: 0, side: 400 });
  });

  it('keeps its center when zooming', () => {
    const near = zoomFrame(initialFrame(WIDE), 1, WIDE);
    expect(near).toEqual({ x: 352, y: 152, side: 96 });
    expect(zoomOf(near, WIDE)).toBeCloseTo(1);
    expect(zoomFrame(near, 0, WIDE)).toEqual(initialFrame(WIDE));
  });

  it('does not zoom into small images', () => {
    const tiny = { width: 60, height: 90 };
    expect(zoomFrame(initialFrame(tiny), 1, tiny).side).toBe(60);
    expect(zoomOf(initialFrame(tiny), tiny)).toBe(0);
  });

  it('[A18] is always whole pixels inside the image', () => {
    const gesture = fc.record({
      x: fc.integer({ min: -9000, max: 9000 }),
      y: fc.integer({ min: -9000, max: 9000 }),
      zoom: fc.double({ min: -1, max: 2, noNaN: true }),
    });
    fc.assert(
      fc.property(size, fc.array(gesture, { maxLength: 8 }), (image, gestures) => {
        const frame = gestures.reduce(
          (before, { x, y, zoom }) => moveFrame(zoomFrame(before, zoom, image), { x, y }, image),
          initialFrame(image),
        );
        const { x, y, side } = toCropRequest(frame, image);
        expect([x, y, side].every(Number.isInteger)).toBe(true);
        expect(side).toBeGreaterThanOrEqual(1);
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
        expect(x + side).toBeLessThanOrEqual(image.width);
        expect(y + side).toBeLessThanOrEqual(image.height);
      }),
      { verbose: true },
    );
  });
});
