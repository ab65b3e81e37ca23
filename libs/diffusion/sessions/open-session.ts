import { realpath } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, relative } from 'node:path';
import { InferenceSession } from '@visionary/onnxruntime';
import type { GraphPatches, PatchedGraph } from './patched-graph.js';
import { DeviceError, ModelFolderError } from '../errors.js';
import type { GraphSource } from '../onnx/graph-source.js';
import { graphFile } from '../onnx/graph-source.js';
import { hasFusedAttention, withFusedAttention } from '../onnx/fused-attention.js';
import { withPlainAttention } from '../onnx/plain-attention.js';
import { readOnnxFile, shortName } from '../onnx/onnx-file.js';
import { externalizableWeights, withExternalWeights } from '../onnx/rewrite.js';
import type { OptimizedGraph, OptimizedModel } from './optimized-graphs.js';
import { CPU, deviceOptions, isCpu, type SessionDevice } from './device.js';
import { asOutOfMemory } from './out-of-memory.js';

export interface OpenSession {
  readonly session: InferenceSession;
  /** Whether it has attention as one operator. */
  readonly hasFusedAttention: boolean;
  /** Whether it computes with 16 bits, and was chosen to. */
  readonly isHalf: boolean;
}

type FusedSession = Omit<OpenSession, 'isHalf'>;

export interface GraphOptions {
  /** Threads per operator. Defaults to the number of cores. */
  readonly threads?: number;
  readonly patches?: GraphPatches;
  /** Whether attention in exported graphs is replaced by one operator. By default, it is. */
  readonly fusesAttention?: boolean;
  /**
   * `plain`: convolutions compute in the layout of the file. By default, the runtime copies their weights into one for the
   * processor's vectors, which takes 8 % less time per step, and while 16-bit weights load, that much more memory.
   */
  readonly layout?: 'plain' | undefined;
  /** Where graphs without patches are kept as the runtime optimized them. */
  readonly optimized?: OptimizedModel | undefined;
  /** By default, the processor. */
  readonly device?: SessionDevice | undefined;
  /** Ends loading before the next graph. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Loads a graph. The runtime copies inline weights twice before packing them, but maps external ones. Large inline
 * weights are therefore declared as external data in the graph's own file.
 * @throws ModelFolderError FILE_UNREADABLE; OutOfMemoryError; DeviceError when a device can't load it
 */
export async function openSession(given: GraphSource, options: GraphOptions): Promise<OpenSession> {
  const half = deviceOf(options).hasHalf ? given.half : undefined;
  return { ...(await openFused(half ?? given, options)), isHalf: half !== undefined };
}

async function openFused(source: GraphSource, options: GraphOptions): Promise<FusedSession> {
  // Lets the thread process cancellations.
  if (options.signal) await new Promise(setImmediate);
  options.signal?.throwIfAborted();
  let graph: PatchedGraph | undefined;
  try {
    graph = await options.patches?.patch(source, options.signal);
    const kept = graph ? undefined : options.optimized?.graph(source.path);
    const opened = kept && (await openKept(kept, options));
    if (opened) return opened;
    graph ??= await withoutInlineWeights(source);
    return await createFusedSession(graph, options, kept);
  } catch (error) {
    const outOfMemory = asOutOfMemory(error);
    if (outOfMemory) throw outOfMemory;
    if (!isRuntimeError(error)) throw error;
    if (!isCpu(deviceOf(options))) throw new DeviceError(deviceOf(options).provider, (error as Error).message);
    const reason = `the runtime cannot load it (${(error as Error).message})`;
    const expected = 'a whole ONNX graph with its external data beside it';
    throw new ModelFolderError('FILE_UNREADABLE', shortName(source.path), reason, expected, {
      reasonKey: 'runtimeLoadFailed',
    });
  } finally {
    graph?.dispose?.();
  }
}

/** Options of every session. Benchmarks must use the same. */
export function sessionOptions(
  options: Pick<GraphOptions, 'threads' | 'layout' | 'device'>,
): InferenceSession.SessionOptions {
  return {
    ...deviceOptions(deviceOf(options)),
    intraOpNumThreads: options.threads ?? availableParallelism(),
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    graphOptimizationLevel: options.layout === 'plain' ? 'extended' : 'all',
    // An arena would keep the memory of a step for as long as the model is loaded.
    enableCpuMemArena: false,
    // Spinning threads would take cores from the server and the preview encoder.
    extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
  };
}

const deviceOf = ({ device = CPU }: Pick<GraphOptions, 'device'>): SessionDevice => device;

/**
 * Declares large inline weights as external data. Resolves the link of a graph without other files, because model caches
 * contain links and the runtime rejects files outside of the graph's folder.
 */
async function withoutInlineWeights(source: GraphSource): Promise<PatchedGraph> {
  const parsed = await readOnnxFile(source);
  const hasExternalData = [...parsed.weights.values()].some(({ dataLocation }) => dataLocation?.location !== undefined);
  const resolved = hasExternalData ? source : graphFile(await realpath(source.path));
  const onnx = { ...parsed, source: resolved };
  const { folder } = resolved;
  return {
    model: withExternalWeights(
      onnx,
      externalizableWeights(onnx, (file) => relative(folder, file)),
    ),
    folder,
  };
}

/** @returns undefined if it isn't written yet, or can't be loaded */
async function openKept(kept: OptimizedGraph, options: GraphOptions): Promise<FusedSession | undefined> {
  const { path, hasFusedAttention } = kept;
  if (hasFusedAttention === undefined) return undefined;
  try {
    const isOptimized = { graphOptimizationLevel: 'disabled' } as const;
    const session = await InferenceSession.create(path, { ...sessionOptions(options), ...isOptimized });
    return { session, hasFusedAttention };
  } catch (error) {
    if (asOutOfMemory(error) || !isRuntimeError(error)) throw error;
    kept.hasFusedAttention = undefined;
    return undefined;
  }
}

/** A graph that the runtime does not load with fused attention is loaded as it is. */
async function createFusedSession(
  graph: PatchedGraph,
  options: GraphOptions,
  kept: OptimizedGraph | undefined,
): Promise<FusedSession> {
  if (deviceOf(options).hasWrongAttention) {
    const { session } = await createSession(await withPlainAttention(graph), options, kept);
    return { session, hasFusedAttention: false };
  }
  const fused = options.fusesAttention === false ? undefined : await withFusedAttention(graph);
  if (!fused) return createSession(graph, options, kept);
  return createSession(fused, options, kept).catch((error: unknown) => {
    if (asOutOfMemory(error) || !isRuntimeError(error)) throw error;
    return createSession(graph, options, kept);
  });
}

async function createSession(
  { model, folder }: PatchedGraph,
  options: GraphOptions,
  kept: OptimizedGraph | undefined,
): Promise<FusedSession> {
  const { extra, ...common } = sessionOptions(options);
  const { session } = extra as { session: Record<string, unknown> };
  const files = { ...session, model_external_initializers_file_folder_path: folder };
  const isFused = hasFusedAttention(model);
  if (kept) {
    const written = { ...files, ...weightsBeside(kept.path) };
    const where = { optimizedModelFilePath: kept.path, extra: { session: written } };
    try {
      const opened = await InferenceSession.create(model, { ...common, ...where });
      kept.hasFusedAttention = isFused;
      return { session: opened, hasFusedAttention: isFused };
    } catch (error) {
      // The disk may be full.
      if (asOutOfMemory(error) || !isRuntimeError(error)) throw error;
    }
  }
  const opened = await InferenceSession.create(model, { ...common, extra: { session: files } });
  return { session: opened, hasFusedAttention: isFused };
}

/** Small weights stay in the graph, where shapes are inferred from them. */
const weightsBeside = (path: string) => ({
  optimized_model_external_initializers_file_name: `${basename(path)}.weights`,
  optimized_model_external_initializers_min_size_in_bytes: '1024',
});

/** The runtime throws plain Errors, this project throws subclasses. */
export function isRuntimeError(error: unknown): boolean {
  return error instanceof Error && error.constructor.name === 'Error' && !('code' in error);
}
