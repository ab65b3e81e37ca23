import { realpath } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, relative } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import type { GraphPatches, PatchedGraph } from './patched-graph.js';
import { ModelFolderError } from '../errors.js';
import { readOnnxFile, shortName } from '../onnx/onnx-file.js';
import { externalizableWeights, withExternalWeights } from '../onnx/rewrite.js';
import { asOutOfMemory } from './out-of-memory.js';

export interface GraphOptions {
  /** Threads one operator may use; as many as there are cores when absent. */
  readonly threads?: number;
  readonly patches?: GraphPatches;
}

/**
 * Loads a graph. The runtime copies weights that lie in a graph twice before it packs them, and maps those that lie in
 * another file; so it is told that the large ones lie in another file, which is the graph's own.
 * @throws ModelFolderError FILE_UNREADABLE; OutOfMemoryError
 */
export async function openSession(path: string, options: GraphOptions): Promise<InferenceSession> {
  let graph: PatchedGraph | undefined;
  try {
    graph = (await options.patches?.patched(path)) ?? (await leanGraph(path));
    return await createSession(graph, options);
  } catch (error) {
    const outOfMemory = asOutOfMemory(error);
    if (outOfMemory) throw outOfMemory;
    if (!isOfTheRuntime(error)) throw error;
    const reason = `the runtime cannot load it (${(error as Error).message})`;
    const fits = 'a whole ONNX graph with its external data beside it';
    throw new ModelFolderError('FILE_UNREADABLE', shortName(path), reason, fits, { reasonKey: 'runtimeLoadFailed' });
  } finally {
    graph?.dispose?.();
  }
}

/** How every graph is loaded; a measurement that compares must load the same way. */
export function sessionOptions(options: Pick<GraphOptions, 'threads'>): InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    intraOpNumThreads: options.threads ?? availableParallelism(),
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    // An arena would keep what a step needed for as long as the model stays in memory.
    enableCpuMemArena: false,
    // A spinning pool burns the cores that the server and the encoder of previews need.
    extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
  };
}

/** Caches of models hold links; the runtime takes no file that lies outside the graph's own folder. */
async function leanGraph(link: string): Promise<PatchedGraph> {
  const linked = await readOnnxFile(link);
  const hasOthers = [...linked.weights.values()].some(({ place }) => place?.location !== undefined);
  const path = hasOthers ? link : await realpath(link);
  const onnx = { ...linked, path };
  const folder = dirname(path);
  return {
    model: withExternalWeights(
      onnx,
      externalizableWeights(onnx, (file) => relative(folder, file)),
    ),
    folder,
  };
}

async function createSession({ model, folder }: PatchedGraph, options: GraphOptions): Promise<InferenceSession> {
  const { extra, ...common } = sessionOptions(options);
  const { session } = extra as { session: Record<string, unknown> };
  const files = { ...session, model_external_initializers_file_folder_path: folder };
  return InferenceSession.create(model, { ...common, extra: { session: files } });
}

/** Its errors are plain; ours have classes. */
function isOfTheRuntime(error: unknown): boolean {
  return error instanceof Error && error.constructor.name === 'Error' && !('code' in error);
}
