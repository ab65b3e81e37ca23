import { describe, expect, it } from '@jest/globals';
import { LICENSE_IDS } from '@visionary/contract';
import { licenseName } from './license-name.js';

describe('license names', () => {
  it('are formatted as users write them', () => {
    expect(LICENSE_IDS.map(licenseName)).toEqual([
      ...['CC0 1.0', 'CC BY 4.0', 'CC BY-SA 4.0', 'CC BY-NC 4.0', 'CC BY-NC-SA 4.0', 'CC BY-ND 4.0', 'MIT'],
      ...['Apache 2.0', 'CreativeML-OpenRAIL-M', 'CreativeML-OpenRAIL++-M', 'other'],
    ]);
  });
});
