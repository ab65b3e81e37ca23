import { describe, expect, it } from '@jest/globals';
import { RenderError } from '@visionary/diffusion';
import { onceAgain } from './once-again.js';

const SIDE = 64;
const pictureOf = (value: (x: number, y: number) => number) => ({
  rgb: Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return value(pixel % SIDE, Math.floor(pixel / SIDE));
  }),
  ...{ width: SIDE, height: SIDE },
});
const black = pictureOf(() => 0);
const whole = pictureOf((x, y) => 60 + x + y);

/** @returns what was asked for, in its order */
function artist(...pictures: readonly (typeof black | Error)[]) {
  const seeds: number[] = [];
  const draw = (seed: number) => {
    const next = pictures[seeds.push(seed) - 1]!;
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  };
  return { seeds, draw };
}

describe('a broken picture', () => {
  it('[S67] is drawn again with another seed, and says so', async () => {
    const { seeds, draw } = artist(black, whole);
    const tried = await onceAgain(7, draw, () => true);
    expect(tried).toMatchObject({ drawn: whole, again: { seed: 7, why: 'black' } });
    expect(seeds).toEqual([7, tried.seed]);
    expect(tried.seed).not.toBe(7);
  });

  it('[S67] is drawn again where its numbers were lost, and refused with the reason when that is broken, too', async () => {
    const nan = new RenderError('RENDER_NAN', 'no numbers');
    await expect(onceAgain(7, artist(nan, whole).draw, () => true)).resolves.toMatchObject({ again: { why: 'nan' } });
    await expect(onceAgain(7, artist(nan, nan).draw, () => true)).rejects.toBe(nan);
    const twice = artist(black, black);
    await expect(onceAgain(7, twice.draw, () => true)).rejects.toMatchObject({
      ...{ code: 'RENDER_BROKEN', message: 'black' },
    });
    expect(twice.seeds).toHaveLength(2);
  });

  it('[S67] is none where somebody stopped it, and what another seed does not mend is not tried', async () => {
    const stopped = artist(black);
    await expect(onceAgain(7, stopped.draw, () => false)).resolves.toEqual({ drawn: black, seed: 7 });
    const range = artist(new RenderError('RENDER_OUT_OF_RANGE', 'too large'), whole);
    await expect(onceAgain(7, range.draw, () => true)).rejects.toMatchObject({ code: 'RENDER_OUT_OF_RANGE' });
    expect(range.seeds).toEqual([7]);
  });
});
