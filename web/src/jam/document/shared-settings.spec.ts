import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Settings, type ModelView } from '@visionary/contract';
import {
  randomSeed,
  clampSide,
  parseSeed,
  readSettings,
  closestSize,
  encodeSetting,
  completeSettings,
} from './shared-settings.js';

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
  it('come from the map, or from the model’s recommendation if absent', () => {
    expect(readSettings(new Map([['steps', 7]]), [mini, big])).toEqual({ ...recommended, steps: 7 });
    expect(readSettings(new Map([['model', 'big']]), [mini, big])).toEqual({ ...big.recommended, model: 'big' });
  });

  it('are valid for any content of the map', () => {
    const anything = fc.dictionary(fc.constantFrom(...Object.keys(Settings.shape)), fc.anything());
    fc.assert(
      fc.property(anything, (shared) => {
        const settings = readSettings(new Map(Object.entries(shared)), [mini]);
        expect(Settings.safeParse(settings).success).toBe(true);
      }),
    );
  });

  it('keep init image, LoRAs, and η, and omit unset ones', () => {
    const init = { image: { uploadId: '6a2f41a3-c54c-4ce0-8f3f-0a3a4d8f3b11' }, strength: 0.4 };
    const shared = new Map<string, unknown>([
      ['init', encodeSetting('init', init)],
      ['loras', encodeSetting('loras', [{ id: 'ink', weight: 0.8 }])],
      ['eta', 'much'],
    ]);
    expect(readSettings(shared, [mini])).toEqual({ ...recommended, init, loras: [{ id: 'ink', weight: 0.8 }] });
  });

  it('fit into the shared map at their maximum length', () => {
    const id = '6a2f41a3-c54c-4ce0-8f3f-0a3a4d8f3b11';
    const init = { image: { takeId: id, index: 3 }, strength: 0.123456789012345, mask: { uploadId: id } };
    const loras = Array.from({ length: 5 }, (_, n) => ({ id: String(n).repeat(100), weight: -3.141592653589793 }));
    for (const held of [encodeSetting('init', init), encodeSetting('loras', loras)]) {
      expect(String(held).length).toBeLessThanOrEqual(1000);
    }
  });

  it('clear absent values when applied as a whole', () => {
    expect(completeSettings(recommended)).toEqual({
      ...recommended,
      init: undefined,
      loras: undefined,
      eta: undefined,
    });
  });

  it('use the aspect ratio of an init image and about the native pixel count of the model', () => {
    expect(closestSize({ width: 128, height: 128 }, mini)).toEqual({ width: 128, height: 128 });
    expect(closestSize({ width: 3000, height: 1500 }, mini)).toEqual({ width: 184, height: 88 });
    expect(closestSize({ width: 4000, height: 10 }, mini)).toEqual({ width: 2048, height: 64 });
  });

  it('have valid sides for any input', () => {
    fc.assert(
      fc.property(fc.double({ min: -10_000, max: 10_000, noNaN: true }), (typed) => {
        expect(Settings.shape.width.safeParse(clampSide(typed, mini)).success).toBe(true);
      }),
    );
    expect(clampSide(100, { ...mini, sizeMultiple: 64 })).toBe(128);
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
  ])('parses the seed "%s" as %s', (typed, seed) => expect(parseSeed(typed)).toBe(seed));

  it('draws valid random seeds', () => {
    expect(Settings.shape.seed.safeParse(randomSeed()).success).toBe(true);
  });
});
