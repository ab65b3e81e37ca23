import type { Adapter, AdapterInput, AdapterTensors, Factors, LowRankInput, MatrixShape } from './adapter.js';
import { contract, product } from './adapter.js';

/**
 * LoRA (Hu et al. 2021): W + strength · (alpha / rank) · up · down. Between them a convolution may have a core (`mid`),
 * as LyCORIS decomposes kernels (Tucker).
 */
export const lora: Adapter = {
  name: 'LoRA',
  matches: ({ down, up, doraScale }) => Boolean(down && up && !doraScale),
  fits,
  apply: addLowRank,
  factors: factorsOf,
};

/**
 * DoRA (Liu et al. 2024): the direction of V = W + LoRA with a trained norm for each output, or each input, of V. The
 * strength mixes W and the result.
 */
export const dora: Adapter = {
  name: 'DoRA',
  matches: ({ down, up, doraScale }) => Boolean(down && up && doraScale),
  fits: (tensors, matrix) => fits(tensors, matrix) && [matrix.rows, inputsOf(matrix)].includes(normsOf(tensors)),
  apply: async (weight, input) => {
    const { matrix, strength, shapes, values } = input;
    const changed = await addLowRank(weight, { ...input, strength: 1 });
    const scales = values.doraScale!;
    const isByOutput = shapes.doraScale!.shape[0] === matrix.rows;
    const indexOf = isByOutput
      ? (i: number) => Math.floor(i / matrix.columns)
      : (i: number) => Math.floor((i % matrix.columns) / matrix.kernel);
    const squares = new Float64Array(scales.length);
    for (let i = 0; i < changed.length; i++) squares[indexOf(i)]! += changed[i]! ** 2;
    return weight.map((value, i) => {
      const index = indexOf(i);
      const norm = Math.sqrt(squares[index]!);
      const directed = norm > 0 ? (changed[i]! * scales[index]!) / norm : 0;
      return value + strength * (directed - value);
    });
  },
};

function inputsOf({ columns, kernel }: MatrixShape): number {
  return columns / kernel;
}

function normsOf({ doraScale }: AdapterTensors): number {
  return product(doraScale!.shape);
}

function fits({ down, up, mid }: AdapterTensors, matrix: MatrixShape): boolean {
  const rank = down!.shape[0] ?? 0;
  const outRank = mid ? (mid.shape[0] ?? 0) : rank;
  const isMatrix = down!.shape.length >= 2 && up!.shape.length >= 2 && rank > 0 && outRank > 0;
  if (!isMatrix || up!.shape[0] !== matrix.rows || product(up!.shape) !== matrix.rows * outRank) return false;
  if (!mid) return product(down!.shape) === matrix.columns * rank && kernelFits(down!.shape, matrix);
  return (
    mid.shape[1] === rank &&
    product(mid.shape) === outRank * rank * matrix.kernel &&
    product(down!.shape) === rank * inputsOf(matrix)
  );
}

/** Kernels must be equal. A matrix matches a 1x1 kernel and vice versa. */
function kernelFits(down: readonly number[], { kernel }: MatrixShape): boolean {
  return product(down.slice(2)) === kernel;
}

async function addLowRank(weight: Float32Array, input: AdapterInput): Promise<Float32Array> {
  const { up, down, rank } = factorsOf(input);
  return input.product.addProduct(weight, up, down, rank);
}

function factorsOf({ shapes, values, alpha, strength }: LowRankInput): Factors {
  const inRank = shapes.down!.shape[0]!;
  const rank = shapes.mid ? shapes.mid.shape[0]! : inRank;
  const scale = (strength * (alpha ?? inRank)) / inRank;
  return {
    up: values.up!.map((value) => value * scale),
    down: shapes.mid ? contract(values.mid!, values.down!, rank, inRank) : values.down!,
    rank,
  };
}
