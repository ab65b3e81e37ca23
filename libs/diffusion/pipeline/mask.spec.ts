import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { latentFrame } from './latent-frame.js';
import { composite, maskCells, hasMaskedPixels } from './mask.js';

const WIDTH = 24;
const HEIGHT = 16;
const plain = (level: number) => ({
  rgb: new Uint8Array(WIDTH * HEIGHT * 3).fill(level),
  width: WIDTH,
  height: HEIGHT,
});
const marked = (isMarked: (x: number, y: number) => boolean): Uint8Array =>
  Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => (isMarked(i % WIDTH, Math.floor(i / WIDTH)) ? 255 : 0));

describe('[E24] a mask', () => {
  it('repaints every cell with a masked pixel, and the padding', () => {
    const frame = latentFrame({ width: WIDTH, height: HEIGHT }, 8, 4);
    const cells = maskCells(
      marked((x, y) => x === 15 && y === 8),
      { width: WIDTH, height: HEIGHT },
      frame,
      8,
    );
    expect([...cells]).toEqual([1, 1, 1, 1, 0, 0, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1]);
  });

  it('selects pixels from middle gray on', () => {
    expect(hasMaskedPixels(Uint8Array.of(0, 127))).toBe(false);
    expect(hasMaskedPixels(Uint8Array.of(0, 128))).toBe(true);
  });

  it('keeps every pixel outside of it unchanged, whatever its shape', () => {
    const masks = fc.uint8Array({ minLength: WIDTH * HEIGHT, maxLength: WIDTH * HEIGHT });
    fc.assert(
      fc.property(masks, fc.constantFrom(1, 2, 4, 8), (mask, feather) => {
        const { rgb } = composite(plain(200), plain(10), mask, feather);
        mask.forEach((level, i) => {
          const found = rgb[i * 3]!;
          if (level === 0) expect(found).toBe(10);
          else expect(found).toBeGreaterThanOrEqual(10);
        });
      }),
    );
  });

  it('blends into the image inside its edge, and is opaque further in', () => {
    const { rgb } = composite(
      plain(200),
      plain(0),
      marked((x) => x < 12),
      4,
    );
    const row = Array.from({ length: WIDTH }, (_, x) => rgb[(5 * WIDTH + x) * 3]!);
    expect(row.slice(0, 13)).toEqual([200, 200, 200, 200, 200, 200, 200, 200, 200, 150, 100, 50, 0]);
  });
});
