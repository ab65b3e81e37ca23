import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from './json-file.js';
import { ModelFolderError } from '../errors.js';

const EXPECTED =
  'a .safetensors checkpoint of Stable Diffusion (1.x, 2.x, SDXL), or its export to ONNX as optimum and diffusers write it';
const EXPORT = 'the same model as a .safetensors checkpoint, or exported to ONNX by `optimum-cli export onnx`';
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
    throw new ModelFolderError('NOT_SUPPORTED', 'transformer', problem, EXPECTED, {
      reasonKey: 'transformerUnsupported',
    });
  }
  if (!index) {
    const checkpoint = names.find((name) => CHECKPOINT.test(name));
    if (checkpoint === undefined) return;
    const isSafe = checkpoint.endsWith('.safetensors');
    const problem = isSafe ? 'it has no UNet of Stable Diffusion' : 'it is a single checkpoint of PyTorch';
    throw new ModelFolderError('NOT_SUPPORTED', checkpoint, problem, EXPORT, { reasonKey: 'pytorchNotOnnx' });
  }
  const unetNames = await namesIn(join(dir, 'unet'));
  const weights = unetNames.find((name) => CHECKPOINT.test(name));
  if (weights === undefined || unetNames.some((name) => name.endsWith('.onnx'))) return;
  const problem = 'it contains PyTorch weights and no ONNX graph';
  throw new ModelFolderError('NOT_SUPPORTED', `unet/${weights}`, problem, EXPORT, { reasonKey: 'pytorchNotOnnx' });
}

/** @throws ModelFolderError NOT_SUPPORTED when the path is a file */
export async function requireFolder(dir: string): Promise<void> {
  const stats = await stat(dir).catch(() => undefined);
  if (!stats) {
    throw new ModelFolderError('FILE_MISSING', dir, 'there is no such folder', EXPECTED, { reasonKey: 'fileMissing' });
  }
  if (stats.isDirectory()) return;
  const isSafe = dir.endsWith('.safetensors');
  const checkpointProblem = isSafe ? 'it has no UNet of Stable Diffusion' : 'it is a single checkpoint of PyTorch';
  const problem = CHECKPOINT.test(dir) ? checkpointProblem : 'it is a file';
  const expected = CHECKPOINT.test(dir) ? EXPORT : EXPECTED;
  throw new ModelFolderError('NOT_SUPPORTED', dir, problem, expected, { reasonKey: 'pytorchNotOnnx' });
}

/** The error for a part without `model.onnx`. Lists the graphs that are there instead. */
export async function missingGraphError(dir: string, part: string): Promise<ModelFolderError> {
  const otherGraphs = (await namesIn(join(dir, part))).filter((name) => name.endsWith('.onnx'));
  const problem =
    otherGraphs.length > 0 ? `there is ${otherGraphs.join(', ')}, but no model.onnx` : 'there is no such file';
  const expected = otherGraphs.length > 0 ? `the graph to use under the name ${part}/model.onnx` : EXPECTED;
  return new ModelFolderError('FILE_MISSING', `${part}/model.onnx`, problem, expected, { reasonKey: 'fileMissing' });
}

async function namesIn(dir: string): Promise<string[]> {
  return readdir(dir).catch(() => []);
}
