import { describe, expect, it } from '@jest/globals';
import { RenderError } from '@visionary/diffusion';
import { renderWithRetry } from './retry-broken.js';

const SIDE = 64;
const imageOf = (value: (x: number, y: number) => number) => ({
  rgb: Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return value(pixel % SIDE, Math.floor(pixel / SIDE));
  }),
  ...{ width: SIDE, height: SIDE },
});
const black = imageOf(() => 0);
const whole = imageOf((x, y) => 60 + x + y);

/** @returns the requested seeds, in order */
function artist(...images: readonly (typeof black | Error)[]) {
  const seeds: number[] = [];
  const draw = (seed: number) => {
    const next = images[seeds.push(seed) - 1]!;
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  };
  return { seeds, draw };
}

describe('renderWithRetry', () => {
  it('[S67] renders replaced with another seed when an image is corrupt', async () => {
    const { seeds, draw } = artist(black, whole);
    const tried = await renderWithRetry(7, draw, () => true);
    expect(tried).toMatchObject({ rendered: whole, replaced: { seed: 7, why: 'black' } });
    expect(seeds).toEqual([7, tried.seed]);
    expect(tried.seed).not.toBe(7);
  });

  it('[S67] renders replaced when an image is NaN, and fails when the second one is corrupt too', async () => {
    const nan = new RenderError('RENDER_NAN', 'no numbers');
    await expect(renderWithRetry(7, artist(nan, whole).draw, () => true)).resolves.toMatchObject({
      replaced: { why: 'nan' },
    });
    await expect(renderWithRetry(7, artist(nan, nan).draw, () => true)).rejects.toBe(nan);
    const twice = artist(black, black);
    await expect(renderWithRetry(7, twice.draw, () => true)).rejects.toMatchObject({
      code: 'RENDER_CORRUPT',
      message: 'black',
    });
    expect(twice.seeds).toHaveLength(2);
  });

  it('[S67] does not retry when a take was stopped, or another seed cannot help', async () => {
    const stopped = artist(black);
    await expect(renderWithRetry(7, stopped.draw, () => false)).resolves.toEqual({ rendered: black, seed: 7 });
    const range = artist(new RenderError('RENDER_OUT_OF_RANGE', 'too large'), whole);
    await expect(renderWithRetry(7, range.draw, () => true)).rejects.toMatchObject({ code: 'RENDER_OUT_OF_RANGE' });
    expect(range.seeds).toEqual([7]);
  });
});
