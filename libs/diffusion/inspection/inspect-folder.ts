import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileFaultReason } from '../fault.js';
import { FileBytes } from '../onnx/file-bytes.js';
import { trustHardLinksIn } from '../onnx/external-data.js';
import { formatOf } from './format.js';
import { requireUsable, toWeightsError } from './inspect-header.js';
import { inspectFile } from './inspect-file.js';
import { inspectCheckpoint, type InspectedWeights, isCheckpoint } from './model/inspect-checkpoint.js';
import { inspectModel } from './model/inspect-model.js';
import { requirePaths } from './paths.js';
import { toInspectionError, toResult } from './to-inspection-error.js';
import {
  type FileFormat,
  type FormatOf,
  type FolderInspection,
  type ModelFileMetadata,
  InspectionError,
} from './result.js';
import { inspectSafetensors } from './safetensors/inspect-safetensors.js';
import { safetensorsMetadata } from './safetensors/safetensors-metadata.js';

export interface FolderOptions {
  /** The folder was assembled by the server for this inspection, so its hard links are trusted. */
  readonly trustsHardLinks?: boolean;
}

/**
 * Inspects all files together before any is loaded: whether they make a model, a LoRA, or other weights, and match
 * each other. On failure `detail.path` names the first invalid file.
 * @param dir folder that contains the files
 * @param files paths of all files that belong to the upload, with forward slashes; other files are ignored
 */
export async function inspectFolder(
  dir: string,
  files: readonly string[],
  { trustsHardLinks = false }: FolderOptions = {},
): Promise<FolderInspection> {
  return toResult('', 'MODEL_FOLDER_INVALID', async () => {
    requirePaths(files);
    const endTrust = trustsHardLinks ? trustHardLinksIn(dir) : undefined;
    try {
      for (const path of files) await requireRegularFile(dir, path, trustsHardLinks);
      const formats = new Map(files.map((path) => [path, formatOf(path)] as const));
      return { ok: true, facts: await inspectTogether(dir, formats) };
    } finally {
      endTrust?.();
    }
  });
}

async function inspectTogether(dir: string, formats: FormatOf): Promise<ModelFileMetadata> {
  const pathsOf = (format: FileFormat) => [...formats].filter(([, one]) => one === format).map(([path]) => path);
  const [graphs, weights] = [pathsOf('onnx'), pathsOf('safetensors')];
  for (const [path, format] of formats) {
    if (format === 'zip') {
      throw new InspectionError('MODEL_FILE_TYPE_UNSUPPORTED', {
        ...{ path, reasonKey: 'nestedArchive', reason: 'it is a zip inside a folder' },
      });
    }
    // `inspectModel` and `inspectWeights` check graphs, external data, and safetensors.
    if (format !== 'onnx' && format !== 'safetensors') await requireValidFile(dir, path);
  }
  if (graphs.length > 0 || formats.has('model_index.json')) return inspectModel(dir, formats);
  const [onlyWeights] = weights;
  const dataFile = pathsOf('data')[0];
  if (onlyWeights !== undefined && dataFile === undefined) {
    const inspected = weights.map((path) => inspectWeights(dir, path));
    for (const { path, header } of inspected) requireUsable({ ...header, name: path });
    if (isCheckpoint(inspected)) return inspectCheckpoint(dir, inspected);
    const [first] = inspected;
    if (first && inspected.length === 1) return inspectAddition(first);
  }
  if (dataFile !== undefined && weights.length === 1) {
    throw new InspectionError('MODEL_FILE_TYPE_UNSUPPORTED', {
      ...{ path: dataFile, reasonKey: 'unreferencedFile', reason: 'no graph refers to it' },
    });
  }
  const reason =
    weights.length > 1 ? `there are ${weights.length} files of weights` : 'there are neither graphs nor weights';
  throw new InspectionError('MODEL_INCOMPLETE', { missing: 'model_index.json', weights: weights.length, reason });
}

function inspectAddition({ path, header, facts }: InspectedWeights): ModelFileMetadata {
  try {
    return safetensorsMetadata({ ...header, name: path }, facts);
  } catch (error) {
    throw toWeightsError(error, path);
  }
}

async function requireValidFile(dir: string, path: string): Promise<void> {
  const result = await inspectFile(join(dir, path), path);
  if (!result.ok) throw new InspectionError(result.code, result.detail);
}

function inspectWeights(dir: string, path: string): InspectedWeights {
  const file = FileBytes.open(join(dir, path));
  try {
    return { path, ...inspectSafetensors(file, path) };
  } catch (error) {
    throw toInspectionError(error, path, 'MODEL_WEIGHTS_INVALID');
  } finally {
    file.close();
  }
}

/** Rejects links, which can expose other files, and pipes and devices, which never end. */
async function requireRegularFile(dir: string, path: string, trustsHardLinks: boolean): Promise<void> {
  const segments = path.split('/');
  for (let i = 1; i <= segments.length; i++) {
    const stats = await lstat(join(dir, ...segments.slice(0, i))).catch(() => undefined);
    const reject = (reasonKey: FileFaultReason['reasonKey'], reason: string) =>
      new InspectionError('MODEL_PATH_INVALID', { path, reasonKey, reason });
    if (!stats) throw reject('fileMissing', 'the file is missing');
    const isFile = i === segments.length;
    if (isFile ? !stats.isFile() : !stats.isDirectory()) {
      throw reject('notRegularFile', 'it is a link, a device or a folder');
    }
    if (isFile && stats.nlink > 1 && !trustsHardLinks) throw reject('symbolicLink', 'it is a link to another file');
  }
}
