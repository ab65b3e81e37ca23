import { InferenceSession, Tensor } from '@visionary/onnxruntime';
import { ELEMENT, GraphBuilder, type Value } from '../onnx/graph-builder.js';
import { CONTRIBUTED } from '../onnx/node-proto.js';
import { CPU, type SessionDevice } from './device.js';
import { sessionOptions } from './open-session.js';

export interface DeviceTrial {
  /** Attention as one operator gives other numbers there than on the processor. */
  readonly hasWrongAttention: boolean;
  /** Milliseconds of a small piece of a step, there and on the processor. Absent if it wasn't timed. */
  readonly stepMs?: { readonly device: number; readonly processor: number };
  /** Computing with 16 bits. Absent if it wasn't tried. */
  readonly half?: HalfTrial;
  /** How many images it computes at once best, and how much faster each is than alone. Absent if it wasn't timed. */
  readonly batch?: BatchGain;
}

export interface HalfTrial {
  /** The largest difference, as a share of the largest number. Absent if it failed. */
  readonly error?: number;
  /** 2: takes half the time of 32 bits. Absent if it wasn't timed. */
  readonly speedup?: number;
  /** Why it isn't used. */
  readonly problem?: string;
}

export interface BatchGain {
  readonly images: number;
  /** 1: as fast as alone. */
  readonly gain: number;
}

interface Size {
  readonly side: number;
  readonly channels: number;
  /** Rows of the batch: 2 for an image with its negative prompt. By default, 1. */
  readonly rows?: number;
  readonly isHalf?: boolean;
}

/** Enough for every way in which attention is computed. */
const CHECKED: Size = { side: 16, channels: 64 };
/** Enough work that starting it on a device counts little, and tens of milliseconds on the processor. */
const TIMED: Size = { side: 48, channels: 128 };
/** The first level of Stable Diffusion 1.5 at 512 pixels: a larger share of a step than any other. */
const BATCHED: Size = { side: 64, channels: 320 };
/** As many images as a take has at most. */
const BATCHES = [2, 4];
/** Slower is not worth the memory that it saves. Timing is not exact. */
const MIN_SPEEDUP = 0.9;
/** Less is not worth that no image is ready before the last one. */
const MIN_GAIN = 1.1;
/** Of a small run, more than any card takes and less than any software device: no reason to time more. */
const SLOW_MS = 10;
/** Of an image. A device that takes longer is busy with one image. */
const BUSY_MS = 100;
const HEADS = 8;
const KERNEL = 3;
const RUNS = 3;
/** Than the processor. Another run would not change the result. */
const FAR_SLOWER = 3;
/** Of the largest number. Devices round differently, some to 16 bits. */
const TOLERANCE = 0.02;
/** Sums as long as in a model, in which 16 bits lose most. */
const HALF_CHECKED: Size = { side: 16, channels: 320, isHalf: true };

/** A convolution and an attention: what a step of every model consists of. */
function stepGraph({ side, channels, isHalf = false }: Size): Uint8Array {
  const graph = new GraphBuilder();
  const cast = (value: Value, to: number) => (isHalf ? graph.node('Cast', [value], { to }) : value);
  const image = cast(graph.input('image', 'float32', ['batch', channels, side, side]), ELEMENT.float16);
  const weights = graph.floats(values(channels ** 2 * KERNEL ** 2), [channels, channels, KERNEL, KERNEL]);
  const kernel = cast(weights, ELEMENT.float16);
  const convolved = graph.node('Conv', [image, kernel], { kernel_shape: [KERNEL, KERNEL], pads: [1, 1, 1, 1] });
  const rows = graph.node('Reshape', [convolved, graph.integers([0, channels, side ** 2])]);
  const tokens = graph.node('Transpose', [rows], { perm: [0, 2, 1] });
  const attended = graph.node('MultiHeadAttention', [tokens, tokens, tokens], { num_heads: HEADS }, CONTRIBUTED);
  graph.output('convolved', cast(convolved, ELEMENT.float32), ['batch', channels, side, side]);
  graph.output('attended', cast(attended, ELEMENT.float32), ['batch', side ** 2, channels]);
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
  const { side, channels, rows = 1 } = size;
  const image = Float32Array.from(values(rows * channels * side ** 2), (value) => 8 * value);
  const feeds = { image: new Tensor('float32', image, [rows, channels, side, side]) };
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
  const actual = await runStep(device, CHECKED, threads, 1);
  const expected = await runStep(CPU, CHECKED, threads);
  if (!isClose(actual.convolved, expected.convolved)) throw new Error('it computes wrong numbers');
  const hasWrongAttention = !isClose(actual.attended, expected.attended);
  const stepMs = isTimed ? await timeStep(device, threads) : undefined;
  const isSlow = actual.ms > SLOW_MS || (stepMs !== undefined && stepMs.device >= stepMs.processor);
  if (isSlow) return { hasWrongAttention, ...(stepMs && { stepMs }) };
  const half = await tryHalf(device, threads, hasWrongAttention);
  // Attention in parts takes too much memory for several images.
  const batch = hasWrongAttention ? undefined : await timeBatches(device, threads).catch(() => undefined);
  return { hasWrongAttention, ...(stepMs && { stepMs }), half, ...(batch && { batch }) };
}

/** Compares 16 bits on a device with 32 bits on the processor, and times them beside 32 bits on the device. */
export async function tryHalf(device: SessionDevice, threads: number, skipsAttention: boolean): Promise<HalfTrial> {
  try {
    const actual = await runStep(device, HALF_CHECKED, threads);
    const expected = await runStep(CPU, { ...HALF_CHECKED, isHalf: false }, threads);
    const ofAttention = skipsAttention ? 0 : errorOf(actual.attended, expected.attended);
    const error = Math.max(errorOf(actual.convolved, expected.convolved), ofAttention);
    if (!(error <= TOLERANCE)) return { error, problem: `16 bits are off by ${(100 * error).toPrecision(2)} %` };
    const full = await runStep(device, TIMED, threads, RUNS);
    const half = await runStep(device, { ...TIMED, isHalf: true }, threads, RUNS);
    const speedup = Number((full.ms / half.ms).toPrecision(3));
    const isSlower = speedup < MIN_SPEEDUP;
    return {
      error,
      speedup,
      ...(isSlower && { problem: `16 bits take ${(1 / speedup).toPrecision(2)} times as long` }),
    };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

async function timeStep(device: SessionDevice, threads: number): Promise<Required<DeviceTrial>['stepMs']> {
  const processor = await runStep(CPU, TIMED, threads, RUNS);
  const { ms } = await runStep(device, TIMED, threads, RUNS, FAR_SLOWER * processor.ms);
  return { device: ms, processor: processor.ms };
}

/** Times images with guidance: one alone, and several at once. */
async function timeBatches(device: SessionDevice, threads: number): Promise<BatchGain | undefined> {
  const timed = async (images: number) => (await runStep(device, { ...BATCHED, rows: 2 * images }, threads, RUNS)).ms;
  const alone = await timed(1);
  if (alone > BUSY_MS) return undefined;
  let best: BatchGain = { images: 1, gain: 1 };
  for (const images of BATCHES) {
    const gain = (images * alone) / (await timed(images));
    if (gain >= MIN_GAIN * best.gain) best = { images, gain: Number(gain.toPrecision(3)) };
  }
  return best;
}

const isClose = (actual: Float32Array, expected: Float32Array): boolean => errorOf(actual, expected) <= TOLERANCE;

/** The largest difference, as a share of the largest number. NaN if there is one. */
function errorOf(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return NaN;
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return actual.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0) / largest;
}
