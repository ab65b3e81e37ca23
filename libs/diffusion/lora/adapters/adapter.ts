import type { StoredTensor } from '../../safetensors/header.js';
import type { WeightTarget } from '../weight-targets.js';

/** What a tensor is to its module, from the end of its name. */
export type PartName =
  | 'down'
  | 'up'
  | 'mid'
  | 'doraScale'
  | 'hadamard1a'
  | 'hadamard1b'
  | 'hadamard2a'
  | 'hadamard2b'
  | 'hadamardMid1'
  | 'hadamardMid2'
  | 'kronecker1'
  | 'kronecker1a'
  | 'kronecker1b'
  | 'kronecker2'
  | 'kronecker2a'
  | 'kronecker2b'
  | 'kroneckerMid2'
  | 'factors'
  | 'onInput'
  | 'blocks'
  | 'difference'
  | 'biasDifference'
  | 'normDifference'
  | 'normBiasDifference';

export type AdapterTensors = Readonly<Partial<Record<PartName, StoredTensor>>>;

/** The values of a module's tensors, in C order. */
export type AdapterValues = Readonly<Partial<Record<PartName, Float32Array>>>;

/** The matrix that a module changes: outputs times inputs per output, of which `kernel` belong to each input channel. */
export interface MatrixShape {
  readonly rows: number;
  readonly columns: number;
  /** Values of a kernel: 9 for 3x3, 1 for a matrix. */
  readonly kernel: number;
}

/** Matrix products, which the runtime computes. */
export interface MatrixProducts {
  /** `base + left · right`, `[rows, rank] · [rank, columns]`. */
  addProduct(base: Float32Array, left: Float32Array, right: Float32Array, rank: number): Promise<Float32Array>;
}

export interface AdapterInput {
  readonly shapes: AdapterTensors;
  readonly values: AdapterValues;
  readonly matrix: MatrixShape;
  /** Of the module, if it has one. */
  readonly alpha: number | undefined;
  /** The LoRA's weight, as set by the user. */
  readonly strength: number;
  readonly product: MatrixProducts;
}

/** What a product of low rank is made of. */
export type LowRankInput = Pick<AdapterInput, 'shapes' | 'values' | 'alpha' | 'strength'>;

/** A product of two matrices: `[rows, rank] · [rank, columns]`. */
export interface Factors {
  readonly up: Float32Array;
  readonly down: Float32Array;
  readonly rank: number;
}

/** A way to change a weight. */
export interface Adapter {
  /** As the field calls it. */
  readonly name: string;
  /** Whether the tensors of a module make this adapter. */
  matches(tensors: AdapterTensors): boolean;
  /** Whether its tensors have the shapes that the matrix needs. */
  fits(tensors: AdapterTensors, matrix: MatrixShape): boolean;
  /**
   * @param weight `[rows, columns]`
   * @returns the changed weight
   */
  apply(weight: Float32Array, input: AdapterInput): Promise<Float32Array>;
  /** What it adds to the weight, for adapters that add a product of low rank. */
  factors?(input: LowRankInput): Factors;
}

export function matrixOf({ rows, columns, weight }: Pick<WeightTarget, 'rows' | 'columns' | 'weight'>): MatrixShape {
  return { rows, columns, kernel: product(weight.dims.slice(2)) };
}

export function product(sides: readonly number[]): number {
  return sides.reduce((all, side) => all * side, 1);
}

/** The product of two matrices, `[rows, rank] · [rank, columns]`. */
export function multiply(session: MatrixProducts, left: Float32Array, right: Float32Array, rank: number) {
  const base = new Float32Array((left.length / rank) * (right.length / rank));
  return session.addProduct(base, left, right, rank);
}

/** `[rows, columns]` to `[columns, rows]`. */
export function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  const transposed = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) transposed[column * rows + row] = values[row * columns + column]!;
  }
  return transposed;
}

/**
 * The inner product of a Tucker decomposition: `result[p, i·K + k] = Σ_q mid[p, q, k] · right[q, i]`.
 * @param mid `[P, Q, K]`
 * @param right `[Q, I]`
 */
export function contract(mid: Float32Array, right: Float32Array, outer: number, inner: number): Float32Array {
  const inputs = right.length / inner;
  const kernel = mid.length / (outer * inner);
  const result = new Float32Array(outer * inputs * kernel);
  for (let p = 0; p < outer; p++) {
    for (let q = 0; q < inner; q++) {
      for (let i = 0; i < inputs; i++) {
        const factor = right[q * inputs + i]!;
        for (let k = 0; k < kernel; k++) {
          result[(p * inputs + i) * kernel + k]! += mid[(p * inner + q) * kernel + k]! * factor;
        }
      }
    }
  }
  return result;
}

export function addScaled(base: Float32Array, change: Float32Array, scale: number): Float32Array {
  return base.map((value, i) => value + scale * change[i]!);
}
