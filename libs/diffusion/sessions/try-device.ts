import { InferenceSession, Tensor } from '@visionary/onnxruntime';
import { GraphBuilder } from '../onnx/graph-builder.js';
import { CONTRIBUTED } from '../onnx/node-proto.js';
import { CPU, type SessionDevice } from './device.js';
import { sessionOptions } from './open-session.js';

export interface DeviceTrial {
  /** Attention as one operator gives other numbers there than on the processor. */
  readonly hasWrongAttention: boolean;
  /** Milliseconds of a small piece of a step, there and on the processor. Absent if it wasn't timed. */
  readonly stepMs?: { readonly device: number; readonly processor: number };
}

interface Size {
  readonly side: number;
  readonly channels: number;
}

/** Enough for every way in which attention is computed. */
const CHECKED: Size = { side: 16, channels: 64 };
/** Enough work that starting it on a device counts little, and tens of milliseconds on the processor. */
const TIMED: Size = { side: 48, channels: 128 };
const HEADS = 8;
const KERNEL = 3;
const RUNS = 3;
/** Than the processor. Another run would not change the result. */
const FAR_SLOWER = 3;
/** Of the largest number. Devices round differently, some to 16 bits. */
const TOLERANCE = 0.02;

/** A convolution and an attention: what a step of every model consists of. */
function stepGraph({ side, channels }: Size): Uint8Array {
  const graph = new GraphBuilder();
  const image = graph.input('image', 'float32', [1, channels, side, side]);
  const kernel = graph.floats(values(channels ** 2 * KERNEL ** 2), [channels, channels, KERNEL, KERNEL]);
  const convolved = graph.node('Conv', [image, kernel], { kernel_shape: [KERNEL, KERNEL], pads: [1, 1, 1, 1] });
  const rows = graph.node('Reshape', [convolved, graph.integers([1, channels, side ** 2])]);
  const tokens = graph.node('Transpose', [rows], { perm: [0, 2, 1] });
  const attended = graph.node('MultiHeadAttention', [tokens, tokens, tokens], { num_heads: HEADS }, CONTRIBUTED);
  graph.output('convolved', convolved, [1, channels, side, side]);
  graph.output('attended', attended, [1, side ** 2, channels]);
  return graph.build('step');
}

/** Numbers around 0 without a pattern, always the same. */
const values = (count: number): number[] => Array.from({ length: count }, (_, i) => Math.sin(i * i * 12.9898) / 8);

interface StepResult {
  readonly convolved: Float32Array;
  readonly attended: Float32Array;
  readonly ms: number;
}

/** @param enoughMs a run that takes longer is the last one */
async function runStep(
  device: SessionDevice,
  size: Size,
  threads: number,
  runs = 0,
  enoughMs = Infinity,
): Promise<StepResult> {
  const session = await InferenceSession.create(stepGraph(size), sessionOptions({ device, threads }));
  const { side, channels } = size;
  const image = Float32Array.from(values(channels * side ** 2), (value) => 8 * value);
  const feeds = { image: new Tensor('float32', image, [1, channels, side, side]) };
  // The first run compiles.
  let [outputs, ms] = [await session.run(feeds), Infinity];
  for (let run = 0; run < runs; run++) {
    const startedAt = performance.now();
    outputs = await session.run(feeds);
    ms = Math.min(ms, performance.now() - startedAt);
    if (ms > enoughMs) break;
  }
  const [convolved, attended] = ['convolved', 'attended'].map((name) => outputs[name]!.data as Float32Array);
  await session.release();
  return { convolved: convolved!, attended: attended!, ms };
}

/**
 * Computes a piece of a step on a device and on the processor. May crash the process, so it runs in one of its own.
 * @param isTimed whether it is also timed
 * @throws Error if the device can't be used, or gives other numbers
 */
export async function tryDevice(device: SessionDevice, threads: number, isTimed: boolean): Promise<DeviceTrial> {
  const actual = await runStep(device, CHECKED, threads);
  const expected = await runStep(CPU, CHECKED, threads);
  if (!isClose(actual.convolved, expected.convolved)) throw new Error('it computes wrong numbers');
  const hasWrongAttention = !isClose(actual.attended, expected.attended);
  if (!isTimed) return { hasWrongAttention };
  const processor = await runStep(CPU, TIMED, threads, RUNS);
  const { ms } = await runStep(device, TIMED, threads, RUNS, FAR_SLOWER * processor.ms);
  return { hasWrongAttention, stepMs: { device: ms, processor: processor.ms } };
}

function isClose(actual: Float32Array, expected: Float32Array): boolean {
  const limit = TOLERANCE * expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return actual.length === expected.length && actual.every((value, i) => Math.abs(value - expected[i]!) <= limit);
}
