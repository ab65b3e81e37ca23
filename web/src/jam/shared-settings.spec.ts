import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Settings, type ModelView } from '@visionary/contract';
import { drawSeed, parseSeed, readSettings, settingsFor, sizesFor } from './shared-settings.js';

const recommended: Settings = {
  model: 'mini',
  scheduler: 'euler',
  steps: 12,
  guidance: 5,
  width: 128,
  height: 128,
  seed: -1,
  batch: 1,
};
const mini = { id: 'mini', sizes: [{ width: 128, height: 128 }], recommended } as ModelView;
const big = { ...mini, id: 'big', recommended: { ...recommended, model: 'big', steps: 30, width: 512, height: 512 } };

describe('shared settings', () => {
  it('are what the map holds, and the model’s own where it holds nothing', () => {
    expect(readSettings(new Map([['steps', 7]]), [mini, big])).toEqual({ ...recommended, steps: 7 });
    expect(readSettings(new Map([['model', 'big']]), [mini, big])).toEqual({ ...big.recommended, model: 'big' });
  });

  it('are always legal, whatever somebody wrote into the map', () => {
    const anything = fc.dictionary(fc.constantFrom(...Object.keys(Settings.shape)), fc.anything());
    fc.assert(
      fc.property(anything, (shared) => {
        const settings = readSettings(new Map(Object.entries(shared)), [mini]);
        expect(Settings.safeParse(settings).success).toBe(true);
      }),
    );
  });

  it('follow a new model in all it has its own mind about, and leave seed and batch', () => {
    expect(settingsFor(big)).toEqual({
      model: 'big',
      scheduler: 'euler',
      steps: 30,
      guidance: 5,
      width: 512,
      height: 512,
    });
  });

  it('offer the model’s sizes, and a strange one while it is set', () => {
    expect(sizesFor(mini, recommended)).toEqual(mini.sizes);
    expect(sizesFor(mini, { width: 64, height: 64 })).toHaveLength(2);
  });

  it.each([
    ['', -1],
    [' -1 ', -1],
    ['0', 0],
    ['4294967295', 4294967295],
    ['4294967296', null],
    ['1e9', null],
    ['-2', null],
    ['fox', null],
  ])('the seed "%s" is %s', (typed, seed) => expect(parseSeed(typed)).toBe(seed));

  it('draws seeds that are legal', () => {
    expect(Settings.shape.seed.safeParse(drawSeed()).success).toBe(true);
  });
});
