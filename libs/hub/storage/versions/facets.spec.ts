import { describe, expect, it } from '@jest/globals';
import { type FacetRow, facetsOf } from './facets.js';

const row = (kind: string, base: string, count: number): FacetRow => ({
  ...{ kind, base, count, license: 'MIT', contentRating: 'everyone' },
});
const ROWS = [
  row('model', 'sd1', 2),
  row('lora', 'sdxl', 1),
  row('embedding', 'other', 1),
  row('upscaler', 'other', 3),
];

describe('[M94] an upscaler among the facets', () => {
  it('is counted under each base that there is, and not as another base', () => {
    expect(facetsOf(ROWS, {}).bases).toEqual([
      { value: 'sd1', count: 5 },
      { value: 'sdxl', count: 4 },
      { value: 'other', count: 1 },
    ]);
  });

  it('is among the results of a base', () => {
    expect(facetsOf(ROWS, { base: 'sdxl' })).toMatchObject({
      total: 4,
      kinds: [
        { value: 'upscaler', count: 3 },
        { value: 'lora', count: 1 },
      ],
    });
    expect(facetsOf(ROWS, { base: 'other' }).total).toBe(1);
  });
});
