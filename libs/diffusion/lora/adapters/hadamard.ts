import type { Adapter, AdapterInput, AdapterTensors, MatrixShape } from './adapter.js';
import { contract, multiply, product, transpose } from './adapter.js';

type Side = 1 | 2;

/** LoHa (Hyeon-Woo et al. 2021): W + strength · (alpha / rank) · (A₁·B₁) ∘ (A₂·B₂). */
export const hadamard: Adapter = {
  name: 'LoHa',
  matches: (tensors) => ([1, 2] as const).every((side) => tensors[`hadamard${side}a`] && tensors[`hadamard${side}b`]),
  fits: (tensors, matrix) => fits(tensors, matrix, 1) && fits(tensors, matrix, 2),
  apply: async (weight, input) => {
    const { shapes, alpha, strength } = input;
    const rank = shapes.hadamard1b!.shape[0]!;
    const scale = (strength * (alpha ?? rank)) / rank;
    const [first, second] = [await factor(input, 1), await factor(input, 2)];
    return weight.map((value, i) => value + scale * first[i]! * second[i]!);
  },
};

/** With a core, both outer factors have the rank first. */
function fits(tensors: AdapterTensors, { rows, columns, kernel }: MatrixShape, side: Side): boolean {
  const [a, b] = [tensors[`hadamard${side}a`]!.shape, tensors[`hadamard${side}b`]!.shape];
  const mid = tensors[`hadamardMid${side}`]?.shape;
  const rank = b[0] ?? 0;
  if (rank === 0 || a.length !== 2) return false;
  if (!mid) return a[0] === rows && a[1] === rank && product(b) === rank * columns;
  const isCore = mid[0] === a[0] && mid[1] === rank && product(mid) === (a[0] ?? 0) * rank * kernel;
  return isCore && a[1] === rows && product(b) === (rank * columns) / kernel;
}

async function factor({ shapes, values, product: session }: AdapterInput, side: Side): Promise<Float32Array> {
  const [a, b] = [values[`hadamard${side}a`]!, values[`hadamard${side}b`]!];
  const rank = shapes[`hadamard${side}b`]!.shape[0]!;
  const mid = values[`hadamardMid${side}`];
  if (!mid) return multiply(session, a, b, rank);
  const [outRank = 0, rows = 0] = shapes[`hadamard${side}a`]!.shape;
  return multiply(session, transpose(a, outRank, rows), contract(mid, b, outRank, rank), outRank);
}
