import type { Adapter } from './adapter.js';
import { solveLinearSystems } from '../../math/linear-system.js';

/**
 * OFT (Qiu et al. 2023): blocks of outputs are rotated by R = (I + Q)(I − Q)⁻¹ with Q = B − Bᵀ (Cayley), so that
 * W[block] becomes (strength · R + (1 − strength) · I)ᵀ · W[block]. Alpha limits the norm of Q.
 */
export const orthogonal: Adapter = {
  name: 'OFT',
  matches: ({ blocks }) => blocks !== undefined,
  fits: ({ blocks }, { rows }) => {
    const [count = 0, side = 0, other = 0] = blocks!.shape;
    return blocks!.shape.length === 3 && side === other && count * side === rows;
  },
  apply: async (weight, { shapes, values, matrix: { rows, columns }, alpha, strength }) => {
    const [count = 0, side = 0] = shapes.blocks!.shape;
    const skew = limited(skewSymmetric(values.blocks!, count, side), (alpha ?? 0) * rows);
    const result = new Float32Array(weight.length);
    for (let block = 0; block < count; block++) {
      const rotation = cayley(skew.subarray(block * side * side, (block + 1) * side * side), side);
      for (let n = 0; n < side; n++) {
        for (let m = 0; m < side; m++) {
          const factor = strength * rotation[n * side + m]! + (n === m ? 1 - strength : 0);
          const [from, to] = [(block * side + n) * columns, (block * side + m) * columns];
          for (let column = 0; column < columns; column++) result[to + column]! += factor * weight[from + column]!;
        }
      }
    }
    return result;
  },
};

function skewSymmetric(blocks: Float32Array, count: number, side: number): Float64Array {
  const skew = new Float64Array(blocks.length);
  for (let block = 0; block < count; block++) {
    const start = block * side * side;
    for (let n = 0; n < side; n++) {
      for (let m = 0; m < side; m++) {
        skew[start + n * side + m] = blocks[start + n * side + m]! - blocks[start + m * side + n]!;
      }
    }
  }
  return skew;
}

/** @param limit of the norm; 0 is none */
function limited(skew: Float64Array, limit: number): Float64Array {
  const norm = Math.sqrt(skew.reduce((sum, value) => sum + value ** 2, 0)) + 1e-8;
  return limit > 0 && norm > limit ? skew.map((value) => (value * limit) / norm) : skew;
}

/** (I + Q)(I − Q)⁻¹. Both factors commute, so that R solves (I − Q) R = I + Q. */
function cayley(skew: Float64Array, side: number): readonly number[] {
  const rows = (sign: 1 | -1) =>
    Array.from({ length: side }, (_, n) =>
      Array.from({ length: side }, (_, m) => (n === m ? 1 : 0) + sign * skew[n * side + m]!),
    );
  return solveLinearSystems(rows(-1), rows(1)).flat();
}
