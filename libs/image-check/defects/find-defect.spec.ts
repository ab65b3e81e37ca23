import { describe, expect, it } from '@jest/globals';
import type { RawImage } from '../image.js';
import { findDefect } from './find-defect.js';

const SIDE = 128;
const SEED = 20261126;

/** Seeded random numbers from 0 to 1. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const drawImage = (colorAt: (x: number, y: number) => readonly number[]): RawImage => {
  const data = new Uint8Array(SIDE * SIDE * 3);
  for (let y = 0; y < SIDE; y++) for (let x = 0; x < SIDE; x++) data.set(colorAt(x, y), (y * SIDE + x) * 3);
  return { data, width: SIDE, height: SIDE };
};

/** Smooth light and color with a little noise, similar to the output of a decoder. */
function scene(): RawImage {
  const random = randomOf(SEED);
  return drawImage((x, y) => {
    const hill = Math.sin(x / 17) + Math.cos(y / 23 + x / 40);
    const lamp = 90 * Math.exp(-((x - 80) ** 2 + (y - 46) ** 2) / 400);
    return [110 + 40 * hill + lamp, 100 + 30 * hill + lamp / 2, 140 - 35 * hill].map((value) => value + random() * 4);
  });
}

const changed = (image: RawImage, change: (data: Uint8Array, at: (x: number, y: number) => number) => void) => {
  const data = Uint8Array.from(image.data);
  change(data, (x, y) => (y * SIDE + x) * 3);
  return { ...image, data };
};

/** Applies `change` to two rectangles of the scene. */
const withBlocks = (change: (rgb: Uint8Array) => readonly number[]) =>
  changed(scene(), (data, at) => {
    for (const [left, top] of [
      [16, 24],
      [72, 56],
    ] as const) {
      for (let y = top; y < top + 40; y++) {
        for (let x = left; x < left + 40; x++) data.set(change(data.subarray(at(x, y), at(x, y) + 3)), at(x, y));
      }
    }
  });

describe('findDefect', () => {
  it('[S50] returns null for intact images, also dark, pale and plain ones', () => {
    const moon = (x: number, y: number) => 90 * Math.exp(-((x - 60) ** 2 + (y - 50) ** 2) / 200);
    const intact = {
      scene: scene(),
      night: drawImage((x, y) => [2 + moon(x, y), 2 + moon(x, y), 6 + moon(x, y)]),
      paper: drawImage((x, y) => Array<number>(3).fill(Math.abs(Math.hypot(x - 64, y - 64) - 40) < 2 ? 30 : 255)),
      gradient: drawImage((x, y) => [x, y, 120]),
      chessboard: drawImage((x, y) => (((x >> 5) + (y >> 5)) % 2 ? [20, 40, 80] : [230, 220, 200])),
      film: changed(scene(), (data, at) => data.fill(0, 0, at(0, 16)).fill(0, at(0, SIDE - 16))),
    };
    expect(Object.entries(intact).filter(([, image]) => findDefect(image))).toEqual([]);
  });

  it('[S51] finds images that are all black or of one color', () => {
    expect(findDefect(drawImage((x, y) => [0, (x + y) % 4, 0]))).toEqual({ kind: 'black', score: 1 });
    expect(findDefect(drawImage(() => [200, 30, 90]))).toEqual({ kind: 'flat', score: 1 });
  });

  it('[S52] finds blocks of one color, swapped channels, noise and NaN', () => {
    const random = randomOf(SEED);
    const blocks = {
      'one color': withBlocks(() => [240, 30, 200]),
      'other channels': withBlocks(([red, green, blue]) => [blue!, red!, green!]),
      negative: withBlocks((rgb) => Array.from(rgb, (byte) => 255 - byte)),
      noise: withBlocks(() => [random() * 256, random() * 256, random() * 256]),
      'no numbers': withBlocks(() => [0, 0, 0]),
    };
    for (const [name, image] of Object.entries(blocks)) {
      expect([name, findDefect(image)?.kind]).toEqual([name, 'blocks']);
    }
  });

  it('[S53] finds pixel noise and latent noise', () => {
    const random = randomOf(SEED);
    const randomColor = () => [random() * 256, random() * 256, random() * 256];
    expect(findDefect(drawImage(randomColor))?.kind).toBe('noise');
    const blots = Array.from({ length: 26 * 26 }, randomColor);
    const soft = (x: number, y: number, channel: number) => {
      const [column, row] = [Math.floor(x / 8), Math.floor(y / 8)];
      const [right, down] = [(x % 8) / 8, (y % 8) / 8];
      const blot = (dx: number, dy: number) => blots[(row + dy) * 26 + column + dx]![channel]!;
      const above = blot(0, 0) * (1 - right) + blot(1, 0) * right;
      return above * (1 - down) + (blot(0, 1) * (1 - right) + blot(1, 1) * right) * down;
    };
    expect(findDefect(drawImage((x, y) => [0, 1, 2].map((channel) => soft(x, y, channel))))?.kind).toBe('noise');
  });

  it('[S54] finds shifted bands and misplaced tiles', () => {
    const shifted = changed(scene(), (data, at) => {
      const { data: whole } = scene();
      for (const [top, by] of [
        [20, 40],
        [56, -30],
        [96, 25],
      ] as const) {
        for (let y = top; y < top + 20; y++) {
          for (let x = 0; x < SIDE; x++) {
            const from = at((x + by + SIDE) % SIDE, y);
            data.set(whole.subarray(from, from + 3), at(x, y));
          }
        }
      }
    });
    expect(findDefect(shifted)?.kind).toBe('torn');
    const tiled = drawImage((x, y) => {
      const tile = ((x >> 5) + (y >> 5) * 4) * 7 + 5;
      const [left, top] = [(tile % 4) * 32, (Math.floor(tile / 4) % 4) * 32];
      const from = ((top + (y % 32)) * SIDE + left + (x % 32)) * 3;
      return Array.from(scenery.subarray(from, from + 3));
    });
    expect(findDefect(tiled)?.kind).toBe('torn');
  });
});

const scenery = scene().data;
