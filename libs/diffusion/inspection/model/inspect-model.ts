import { dirname, join, posix } from 'node:path';
import { rejectUnsupportedFolder } from '../../model-folder/unsupported-folder.js';
import { readJsonObject } from '../../model-folder/json-file.js';
import type { ModelFolder } from '../../model-folder/model-folder.js';
import { readModelFolder } from '../../model-folder/read-model-folder.js';
import { FileBytes } from '../../onnx/file-bytes.js';
import { type Graphs, type InspectedGraph, inspectOnnx } from '../onnx/inspect-onnx.js';
import { toInspectionError } from '../to-inspection-error.js';
import { type FormatOf, type ModelFileMetadata, InspectionError } from '../result.js';
import { requireMatchingShapes } from './shape-consistency.js';
import { requireTokenizers } from './tokenizers.js';

const EXPECTED = 'the model_index.json of a Stable Diffusion export';

/**
 * Inspects a whole model: all parts exist, each is valid, and they match.
 * @throws InspectionError, ModelFolderError
 */
export async function inspectModel(dir: string, formats: FormatOf): Promise<ModelFileMetadata> {
  if (formats.has('model_index.json')) {
    await rejectUnsupportedFolder(dir, await readJsonObject(dir, 'model_index.json', EXPECTED));
  }
  requireParts(formats);
  const graphs = inspectGraphs(dir, formats);
  requireNoStrayData(formats, graphs);
  const folder = await readModelFolder(dir);
  requireMatchingShapes(folder, graphs);
  requireTokenizers(folder, graphs);
  return metadataOf(folder, graphs, nativeSide(folder), await schedulerOf(dir));
}

const REQUIRED_FILES = [
  ...['model_index.json', 'scheduler/scheduler_config.json', 'text_encoder/model.onnx', 'unet/model.onnx'],
  'vae_decoder/model.onnx',
];
const TOKENIZERS = ['tokenizer/tokenizer.json', 'tokenizer/vocab.json'];

function requireParts(formats: FormatOf): void {
  const missing = REQUIRED_FILES.filter((path) => !formats.has(path));
  if (!TOKENIZERS.some((path) => formats.has(path))) missing.push('tokenizer/tokenizer.json');
  const lacksMerges = !formats.has('tokenizer/tokenizer.json') && !formats.has('tokenizer/merges.txt');
  if (formats.has('tokenizer/vocab.json') && lacksMerges) missing.push('tokenizer/merges.txt');
  if (missing.length === 0) return;
  const reason = `a whole model has ${missing.join(', ')}, too`;
  throw new InspectionError('MODEL_INCOMPLETE', { missing: missing.join(', '), reason });
}

function inspectGraphs(dir: string, formats: FormatOf): Graphs {
  const graphs = new Map<string, InspectedGraph>();
  for (const path of pathsOf(formats, 'onnx')) {
    const part = posix.dirname(path);
    const has = (location: string) => formats.get(posix.join(part, location)) === 'data';
    graphs.set(path, inspectGraph(join(dir, path), path, has));
  }
  return graphs;
}

function inspectGraph(file: string, path: string, has: (location: string) => boolean): InspectedGraph {
  const bytes = FileBytes.open(file);
  try {
    return inspectOnnx(bytes, { path, siblingFiles: { folder: dirname(file), has } });
  } catch (error) {
    throw toInspectionError(error, path, 'MODEL_GRAPH_INVALID');
  } finally {
    bytes.close();
  }
}

/**
 * Rejects data that no graph references, because its content is unknown, and PyTorch weights, which don't belong in
 * an export.
 */
function requireNoStrayData(formats: FormatOf, graphs: Graphs): void {
  const referenced = [...graphs].flatMap(([path, { locations }]) =>
    [...locations].map((location) => posix.join(posix.dirname(path), location)),
  );
  const stray =
    pathsOf(formats, 'data').find((path) => !referenced.includes(path)) ?? pathsOf(formats, 'safetensors')[0];
  if (stray === undefined) return;
  throw new InspectionError('MODEL_FILE_TYPE_UNSUPPORTED', {
    ...{ path: stray, reasonKey: 'unreferencedFile', reason: 'no graph refers to it' },
  });
}

function pathsOf(formats: FormatOf, wantedFormat: 'onnx' | 'data' | 'safetensors'): string[] {
  return [...formats].filter(([, format]) => format === wantedFormat).map(([path]) => path);
}

function metadataOf(
  folder: ModelFolder,
  graphs: Graphs,
  side: number | undefined,
  scheduler: string,
): ModelFileMetadata {
  const graphFacts = [...graphs.values()].map(({ facts }) => facts);
  const sum = (key: 'tensors' | 'parameters') => graphFacts.reduce((total, facts) => total + facts[key], 0);
  return {
    kind: 'model',
    base: folder.family,
    tensors: sum('tensors'),
    parameters: sum('parameters'),
    dtypes: [...new Set(graphFacts.flatMap(({ dtypes }) => dtypes))].sort(),
    ...(side === undefined ? {} : { width: side, height: side }),
    scheduler,
    supportsImg2img: folder.graphs.vaeEncoder !== undefined,
    triggerWords: [],
    metadata: {},
  };
}

const MAX_SIDE = 4096;

/** Native side length in pixels, if the UNet config has it. */
function nativeSide({ nativeCells = 0, vae }: ModelFolder): number | undefined {
  const side = nativeCells * vae.spatialFactor;
  return side > 0 && side <= MAX_SIDE ? side : undefined;
}

async function schedulerOf(dir: string): Promise<string> {
  const config = await readJsonObject(dir, 'scheduler/scheduler_config.json', EXPECTED);
  return String(config._class_name ?? '');
}
