import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { LoraPlan } from '../../libs/diffusion/lora/lora-plan.js';
import { checkLoraCompatibility } from '../../libs/diffusion/lora-compatibility.js';
import { Graph } from '../../libs/diffusion/sessions/graph.js';
import { onCleanup } from '../support/cleanup.js';
import { writeSafetensors } from '../support/safetensors-writer.js';
import type { TensorInput } from '../support/safetensors-writer.js';
import { writeWeightGraph } from '../support/weight-graphs.js';
import type { WeightLayout } from '../support/weight-graphs.js';
import { graphFile } from '../../libs/diffusion/onnx/graph-source.js';
import { largestDifference } from './vectors.js';

const [OUT, IN, RANK] = [6, 4, 2];

/** A matrix `[out, in]`, as a graph stores it. */
type Store = (matrix: Float32Array, columns: number) => Pick<WeightLayout, 'dims' | 'values'>;

interface Case {
  readonly name: string;
  readonly layout: Omit<WeightLayout, 'dims' | 'values'>;
  readonly store: Store;
  readonly kernel?: number;
  readonly keys: (role: 'down' | 'up') => string;
  /** Shapes as the file gives them; matrices where absent. */
  readonly shapes?: { readonly down: readonly number[]; readonly up: readonly number[] };
  readonly dtype?: TensorInput['dtype'];
}

const asIs: Store = (values, columns) => ({ dims: [OUT, columns], values });
const turned: Store = (matrix) => ({
  dims: [IN, OUT],
  values: Float32Array.from(matrix, (_, i) => matrix[(i % OUT) * IN + Math.floor(i / OUT)]!),
});
const asKernel =
  (side: number): Store =>
  (values) => ({ dims: [OUT, IN, side, side], values });
const kohya = (module: string) => (role: 'down' | 'up') => `lora_unet_${module}.lora_${role}.weight`;
const peft = (module: string) => (role: 'down' | 'up') => `unet.${module}.lora_${role === 'down' ? 'A' : 'B'}.weight`;

const CASES: readonly Case[] = [
  {
    name: 'a product whose weight the export turned and renamed',
    layout: { op: 'MatMul', weight: 'onnx::MatMul_1', node: '/down_blocks.0/to_q/MatMul' },
    store: turned,
    keys: kohya('down_blocks_0_to_q'),
  },
  {
    name: 'a product with its transpose left in the graph',
    layout: { op: 'MatMul', weight: 'down_blocks.1.to_q.weight', via: ['Transpose'] },
    store: asIs,
    keys: peft('down_blocks.1.to_q'),
  },
  {
    name: 'a general product that turns its weight',
    layout: { op: 'Gemm', weight: 'time_embedding.linear_1.weight', transB: true },
    store: asIs,
    keys: kohya('time_embedding_linear_1'),
    dtype: 'F16',
  },
  {
    name: 'a general product that does not',
    layout: { op: 'Gemm', weight: 'onnx::Gemm_3', node: '/mid_block/to_k/Gemm' },
    store: turned,
    keys: peft('mid_block.to_k'),
    dtype: 'BF16',
  },
  {
    name: 'halves that are widened in the graph',
    layout: { op: 'MatMul', weight: 'up_blocks.0.to_v.weight_half', isHalf: true, via: ['Cast', 'Identity'] },
    store: turned,
    keys: peft('up_blocks.0.to_v'),
  },
  {
    name: 'a convolution of three by three',
    layout: { op: 'Conv', weight: 'down_blocks.0.conv1.weight' },
    store: asKernel(3),
    kernel: 3,
    keys: kohya('down_blocks_0_conv1'),
    shapes: { down: [RANK, IN, 3, 3], up: [OUT, RANK, 1, 1] },
  },
  {
    name: 'a convolution of one by one, by matrices',
    layout: { op: 'Conv', weight: 'down_blocks.0.proj_in.weight' },
    store: asKernel(1),
    keys: peft('down_blocks.0.proj_in'),
  },
  {
    name: 'a matrix, by kernels of one by one',
    layout: { op: 'MatMul', weight: 'onnx::MatMul_9', node: '/up_blocks.1/proj_in/MatMul' },
    store: turned,
    keys: kohya('up_blocks_1_proj_in'),
    shapes: { down: [RANK, IN, 1, 1], up: [OUT, RANK, 1, 1] },
  },
  {
    name: 'values in a file beside the graph',
    layout: { op: 'MatMul', weight: 'onnx::MatMul_11', node: '/up_blocks.2/to_q/MatMul', external: 'weights.bin' },
    store: turned,
    keys: peft('up_blocks.2.to_q'),
  },
];

/** Values that halves hold exactly. */
const values = (count: number, seed: number) =>
  Float32Array.from({ length: count }, (_, i) => (((i + 1) * (seed * 37 + 11)) % 33) / 16 - 1);

describe('[E13] a LoRA changes a weight however it lies in its graph', () => {
  const dir = mkdtempSync(join(tmpdir(), 'visionary-layouts-'));
  onCleanup(() => rmSync(dir, { recursive: true }));
  const [strength, alpha] = [0.75, 4];
  const tensors: Record<string, TensorInput> = {};
  const layers = CASES.map(({ layout, store, kernel = 1, keys, shapes, dtype }, i) => {
    const columns = IN * kernel * kernel;
    const [matrix, down, up] = [values(OUT * columns, i), values(RANK * columns, i + 20), values(OUT * RANK, i + 40)];
    tensors[keys('down')] = { shape: shapes?.down ?? [RANK, columns], values: down, dtype };
    tensors[keys('up')] = { shape: shapes?.up ?? [OUT, RANK], values: up, dtype };
    tensors[keys('up').replace(/\.lora_.*/, '.alpha')] = { shape: [], values: [alpha], dtype };
    const changed = matrix.map((value, at) => {
      const [row, column] = [Math.floor(at / columns), at % columns];
      let sum = 0;
      for (let k = 0; k < RANK; k++) sum += up[row * RANK + k]! * down[k * columns + column]!;
      return value + strength * (alpha / RANK) * sum;
    });
    const input = layout.op === 'Conv' ? [1, IN, 5, 5] : [3, IN];
    const withMatrix = (one: Float32Array) => ({ layout: { ...layout, ...store(one, columns) }, input });
    return { plain: withMatrix(matrix), changed: withMatrix(changed) };
  });
  const path = writeWeightGraph(join(dir, 'model'), 'unet', layers.map(({ plain }) => plain));
  const wanted = writeWeightGraph(join(dir, 'wanted'), 'unet', layers.map(({ changed }) => changed));
  const file = writeSafetensors(join(dir, 'lora.safetensors'), tensors);

  const outputs = async (graphPath: string, patches?: LoraPlan) => {
    const graph = await Graph.open(graphFile(graphPath), { threads: 1, ...(patches && { patches }) });
    const feeds = layers.map(({ plain: { input } }, i) => {
      const count = input.reduce((product, side) => product * side, 1);
      return [`x${i}`, { data: values(count, i + 60), dims: input }] as const;
    });
    const all = await graph.runFor(Object.fromEntries(feeds), CASES.map((_, i) => `y${i}`));
    await graph.release();
    return all;
  };
  let patches: LoraPlan;
  let found: Awaited<ReturnType<typeof outputs>>;
  let expected: typeof found;
  let untouched: typeof found;
  beforeAll(async () => {
    patches = await LoraPlan.of(join(dir, 'model'), [{ file, weight: strength }], { threads: 1 });
    [found, expected, untouched] = [await outputs(path, patches), await outputs(wanted), await outputs(path)];
  });

  it.each(CASES.map(({ name }, i) => [name, i] as const))('%s', (_, i) => {
    const close = CASES[i]!.layout.isHalf ? 0.01 : 1e-5;
    expect(largestDifference(found[`y${i}`]!.data, expected[`y${i}`]!.data)).toBeLessThan(close);
    expect(largestDifference(found[`y${i}`]!.data, untouched[`y${i}`]!.data)).toBeGreaterThan(0.1);
  });

  it('and names nothing as unmatched', async () => {
    expect(patches.report[0]).toMatchObject({ unmatched: [], file, weight: strength });
    expect(patches.report[0]?.matched).toHaveLength(CASES.length);
    expect(await checkLoraCompatibility(join(dir, 'model'), file)).toMatchObject({ isCompatible: true, unmatched: [] });
  });

  it('adds up: two of half the strength are one, and the opposite takes it back', async () => {
    const half = { file, weight: strength / 2 };
    const twice = await outputs(path, await LoraPlan.of(join(dir, 'model'), [half, half], { threads: 1 }));
    const back = [
      { file, weight: 1 },
      { file, weight: -1 },
    ];
    const none = await outputs(path, await LoraPlan.of(join(dir, 'model'), back, { threads: 1 }));
    for (let i = 0; i < CASES.length; i++) {
      const close = CASES[i]!.layout.isHalf ? 0.01 : 1e-5;
      expect(largestDifference(twice[`y${i}`]!.data, found[`y${i}`]!.data)).toBeLessThan(close);
      expect(largestDifference(none[`y${i}`]!.data, untouched[`y${i}`]!.data)).toBeLessThan(close);
    }
  });
});
