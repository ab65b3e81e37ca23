import { describe, expect, it } from '@jest/globals';
import { guidanceEmbedding } from './guidance.js';

/** Values of the float32 reference at these indices. */
const KNOWN: [number, number, Record<number, number>][] = [
  [8.5, 256, { 0: -0.8512359, 1: 0.8421312, 2: 0.0118763, 127: 0.6816387, 128: -0.5247833, 255: 0.7316889 }],
  [7.5, 256, { 0: -0.0447847, 1: 0.7628611, 2: -0.87103, 127: 0.6051863, 128: -0.9989967, 255: 0.7960838 }],
  [1, 8, { 0: 0, 3: 0, 4: 1, 7: 1 }],
  [2.3, 9, { 0: -0.580513, 1: -0.6054985, 3: 0.1296341, 4: 0.8142509, 7: 0.9915619, 8: 0 }],
];

describe('guidanceEmbedding', () => {
  it.each(KNOWN)('[E25] guidanceEmbedding of %d with width %i equals the reference', (scale, width, known) => {
    const found = guidanceEmbedding(scale, width);
    expect(found).toHaveLength(width);
    // Tolerates one unit in the last place of an angle in the thousands.
    for (const [place, value] of Object.entries(known)) {
      expect(Math.abs(found[Number(place)]! - value)).toBeLessThan(5e-4);
    }
  });
});
