import { describe, expect, it } from '@jest/globals';
import { leastSquares } from './least-squares.js';

describe('leastSquares', () => {
  it('recovers the weights that the values were computed with', () => {
    const rows = Array.from({ length: 40 }, (_, i) => [Math.sin(i), Math.cos(3 * i), i % 5, 1]);
    const weights = [0.5, -2, 0.25, 3];
    const targets = rows.map((row) => row.reduce((sum, value, k) => sum + value * weights[k]!, 0));
    leastSquares(rows, targets).forEach((found, k) => expect(found).toBeCloseTo(weights[k]!, 5));
  });

  it('swaps rows when the first pivot is 0', () => {
    const found = leastSquares(
      [
        [0, 1],
        [2, 0],
      ],
      [3, 4],
    );
    expect(found[0]).toBeCloseTo(2, 5);
    expect(found[1]).toBeCloseTo(3, 5);
  });
});
