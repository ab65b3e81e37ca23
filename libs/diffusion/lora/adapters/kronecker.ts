import type { Adapter, AdapterInput, AdapterTensors, MatrixShape } from './adapter.js';
import { contract, multiply, product, transpose } from './adapter.js';

/** A factor of the Kronecker product: `[rows, columns]`, with the kernel behind each column of the second. */
interface Factor {
  readonly rows: number;
  /** Without the kernel. */
  readonly columns: number;
  /** If it is a product. */
  readonly rank: number | undefined;
}

/** LoKr (Edalati et al. 2022): W + strength · scale · F₁ ⊗ F₂, where alpha / rank scales only factored parts. */
export const kronecker: Adapter = {
  name: 'LoKr',
  matches: (tensors) => firstFactor(tensors) !== undefined && secondFactor(tensors, 1) !== undefined,
  fits: (tensors, { rows, columns, kernel }: MatrixShape) => {
    const [first, second] = [firstFactor(tensors), secondFactor(tensors, kernel)];
    if (!first || !second) return false;
    return first.rows * second.rows === rows && first.columns * second.columns * kernel === columns;
  },
  apply: async (weight, input) => {
    const { shapes, matrix, alpha, strength } = input;
    const { columns, kernel } = matrix;
    const [first, second] = [firstFactor(shapes)!, secondFactor(shapes, kernel)!];
    const rank = first.rank ?? second.rank;
    const scale = rank === undefined ? strength : (strength * (alpha ?? rank)) / rank;
    const [outer, inner] = [await outerValues(input), await innerValues(input)];
    const width = second.columns * kernel;
    return weight.map((value, i) => {
      const [row, column] = [Math.floor(i / columns), i % columns];
      const outerIndex = Math.floor(row / second.rows) * first.columns + Math.floor(column / width);
      const innerIndex = (row % second.rows) * width + (column % width);
      return value + scale * outer[outerIndex]! * inner[innerIndex]!;
    });
  },
};

function firstFactor({ kronecker1: whole, kronecker1a: a, kronecker1b: b }: AdapterTensors): Factor | undefined {
  if (whole) return { rows: whole.shape[0] ?? 0, columns: product(whole.shape.slice(1)), rank: undefined };
  if (!a || !b || a.shape[1] !== b.shape[0]) return undefined;
  return { rows: a.shape[0] ?? 0, columns: b.shape[1] ?? 0, rank: b.shape[0] };
}

function secondFactor(
  { kronecker2: whole, kronecker2a: a, kronecker2b: b, kroneckerMid2: mid }: AdapterTensors,
  kernel: number,
): Factor | undefined {
  if (whole) return { rows: whole.shape[0] ?? 0, columns: product(whole.shape.slice(1)) / kernel, rank: undefined };
  if (!a || !b) return undefined;
  const rank = b.shape[0];
  if (!mid) {
    return a.shape[1] === rank
      ? { rows: a.shape[0] ?? 0, columns: product(b.shape.slice(1)) / kernel, rank }
      : undefined;
  }
  const isCore = mid.shape[0] === a.shape[0] && mid.shape[1] === rank;
  return isCore ? { rows: a.shape[1] ?? 0, columns: b.shape[1] ?? 0, rank } : undefined;
}

async function outerValues({ shapes, values, product: session }: AdapterInput): Promise<Float32Array> {
  if (values.kronecker1) return values.kronecker1;
  return multiply(session, values.kronecker1a!, values.kronecker1b!, shapes.kronecker1b!.shape[0]!);
}

async function innerValues({ shapes, values, product: session }: AdapterInput): Promise<Float32Array> {
  if (values.kronecker2) return values.kronecker2;
  const [a, b] = [values.kronecker2a!, values.kronecker2b!];
  const rank = shapes.kronecker2b!.shape[0]!;
  if (!values.kroneckerMid2) return multiply(session, a, b, rank);
  const [outRank = 0, rows = 0] = shapes.kronecker2a!.shape;
  return multiply(session, transpose(a, outRank, rows), contract(values.kroneckerMid2, b, outRank, rank), outRank);
}
