import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from './json-file.js';
import { ModelFolderError } from '../errors.js';

const FITS =
  'the folder of a Stable Diffusion export to ONNX (1.x, 2.x, SDXL, Turbo, LCM) as optimum and diffusers write it';
const EXPORT = 'the same model exported to ONNX, for instance by `optimum-cli export onnx`';
const CHECKPOINT = /\.(ckpt|safetensors|pt|pth|bin|gguf)$/i;

/**
 * Rejects common non-ONNX folders with a specific error.
 * @param index the parsed model_index.json, if there is one
 * @throws ModelFolderError NOT_SUPPORTED
 */
export async function rejectUnsupportedFolder(dir: string, index: JsonObject | undefined): Promise<void> {
  const names = await namesIn(dir);
  const kind = typeof index?._class_name === 'string' ? ` (${index._class_name})` : '';
  if (names.includes('transformer') || Array.isArray(index?.transformer)) {
    const problem = `it is a model with a transformer${kind}, like Flux and Stable Diffusion 3, and no UNet`;
    throw new ModelFolderError('NOT_SUPPORTED', 'transformer', problem, FITS, { reasonKey: 'transformerUnsupported' });
  }
  if (!index) {
    const checkpoint = names.find((name) => CHECKPOINT.test(name));
    if (checkpoint === undefined) return;
    const problem = 'it is a single checkpoint of PyTorch, not an exported model';
    throw new ModelFolderError('NOT_SUPPORTED', checkpoint, problem, EXPORT, { reasonKey: 'pytorchNotOnnx' });
  }
  const inUnet = await namesIn(join(dir, 'unet'));
  const weights = inUnet.find((name) => CHECKPOINT.test(name));
  if (weights === undefined || inUnet.some((name) => name.endsWith('.onnx'))) return;
  const problem = 'it contains PyTorch weights and no ONNX graph';
  throw new ModelFolderError('NOT_SUPPORTED', `unet/${weights}`, problem, EXPORT, { reasonKey: 'pytorchNotOnnx' });
}

/** @throws ModelFolderError NOT_SUPPORTED when the path is a file */
export async function requireFolder(dir: string): Promise<void> {
  const found = await stat(dir).catch(() => undefined);
  if (!found) {
    throw new ModelFolderError('FILE_MISSING', dir, 'there is no such folder', FITS, { reasonKey: 'fileMissing' });
  }
  if (found.isDirectory()) return;
  const problem = CHECKPOINT.test(dir) ? 'it is a single checkpoint of PyTorch' : 'it is a file';
  const fits = CHECKPOINT.test(dir) ? EXPORT : FITS;
  throw new ModelFolderError('NOT_SUPPORTED', dir, problem, fits, { reasonKey: 'pytorchNotOnnx' });
}

/** The error for a part without `model.onnx`. Lists the graphs that are there instead. */
export async function absentGraph(dir: string, part: string): Promise<ModelFolderError> {
  const others = (await namesIn(join(dir, part))).filter((name) => name.endsWith('.onnx'));
  const problem = others.length > 0 ? `there is ${others.join(', ')}, but no model.onnx` : 'there is no such file';
  const fits = others.length > 0 ? `the graph to use under the name ${part}/model.onnx` : FITS;
  return new ModelFolderError('FILE_MISSING', `${part}/model.onnx`, problem, fits, { reasonKey: 'fileMissing' });
}

async function namesIn(dir: string): Promise<string[]> {
  return readdir(dir).catch(() => []);
}
