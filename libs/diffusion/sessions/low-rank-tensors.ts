import { Tensor } from '@visionary/onnxruntime';
import type { GraphInput, GraphTensor } from './graph-tensors.js';

/** Factors of low-rank changes, by the input that takes them. */
export type LowRankFactors = ReadonlyMap<string, GraphTensor>;

/** The tensors of all inputs for low-rank changes. Layers that nothing changes get factors of rank 0. */
export function lowRankTensors(inputs: readonly GraphInput[], factors: LowRankFactors): Record<string, Tensor> {
  const tensorOf = ({ name, shape }: GraphInput) => {
    const { data, dims } = factors.get(name) ?? { data: [], dims: shape.map((side) => side ?? 0) };
    return new Tensor('float32', Float32Array.from(data), dims);
  };
  return Object.fromEntries(inputs.map((input) => [input.name, tensorOf(input)]));
}
