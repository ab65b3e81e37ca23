import { join } from 'node:path';
import type { GraphSource } from '../onnx/graph-source.js';
import type { SchedulerConfig } from '../schedulers/scheduler-config.js';
import type { GraphFiles, ModelFolder } from './model-folder.js';
import type { TextEncoderFiles } from './text-encoder-files.js';
import { ModelFolderError } from '../errors.js';
import { readCheckpoint } from '../checkpoint/checkpoint.js';
import { checkpointAsFolder } from '../checkpoint/checkpoint-folder.js';
import { graphFile } from '../onnx/graph-source.js';
import { readSchedulerConfig, SchedulerConfigError } from '../schedulers/scheduler-config.js';
import { readTokenizerSource } from '../tokenizer/tokenizer-source.js';
import { missingGraphError, rejectUnsupportedFolder, requireFolder } from './unsupported-folder.js';
import { fileExists, invalidValueError, readCount, readJsonObject, readJsonObjectIfAny } from './json-file.js';
import { readUnetConfig } from './unet-config.js';
import { readVaeConfig } from './vae-config.js';

const EXPECTED = 'the folder of a Stable Diffusion export to ONNX as diffusers and optimum write it';

/**
 * @param dir folder of an export or of a checkpoint, or the checkpoint itself
 * @throws ModelFolderError
 */
export async function readModelFolder(dir: string): Promise<ModelFolder> {
  const checkpoint = await readCheckpoint(dir);
  if (checkpoint) return checkpointAsFolder(dir, checkpoint);
  await requireFolder(dir);
  if (!(await fileExists(join(dir, 'model_index.json')))) await rejectUnsupportedFolder(dir, undefined);
  const index = await readJsonObject(dir, 'model_index.json', EXPECTED);
  await rejectUnsupportedFolder(dir, index);
  const [scheduler, tokenizer, unet, graphs, textLength, secondTextEncoder] = await Promise.all([
    readScheduler(dir),
    readTokenizerSource(dir, 'tokenizer'),
    readUnetConfig(dir),
    findGraphs(dir),
    readTextLength(dir, 'text_encoder'),
    readSecondText(dir),
  ]);
  const [vae, previewScalingFactor] = await Promise.all([readVaeConfig(dir, unet.family), readPreviewScale(dir)]);
  const zeroEmptyNegative = index.force_zeros_for_empty_prompt === true;
  const parts = { scheduler, tokenizer, vae, graphs, textLength, secondTextEncoder, previewScalingFactor };
  return { dir, zeroEmptyNegative, isAdaptable: false, ...parts, ...unet };
}

/** @throws ModelFolderError FILE_UNREADABLE when it is no number above 0 */
async function readPreviewScale(dir: string): Promise<number | undefined> {
  const file = 'preview_decoder/config.json';
  const scale = (await readJsonObjectIfAny(dir, file, EXPECTED))?.scaling_factor ?? undefined;
  if (scale === undefined || (typeof scale === 'number' && scale > 0)) return scale;
  throw invalidValueError(file, 'scaling_factor', scale, 'a number above 0');
}

async function readSecondText(dir: string): Promise<TextEncoderFiles | undefined> {
  const graph = await findGraph(dir, 'text_encoder_2');
  if (!graph) return undefined;
  const [tokenizer, textLength] = await Promise.all([
    readTokenizerSource(dir, 'tokenizer_2'),
    readTextLength(dir, 'text_encoder_2'),
  ]);
  return { graph, tokenizer, textLength };
}

async function readTextLength(dir: string, part: string): Promise<number | undefined> {
  const file = `${part}/config.json`;
  const config = await readJsonObjectIfAny(dir, file, EXPECTED);
  return config && readCount(config, 'max_position_embeddings', file);
}

async function readScheduler(dir: string): Promise<SchedulerConfig> {
  const file = 'scheduler/scheduler_config.json';
  const json = await readJsonObject(dir, file, EXPECTED);
  try {
    return readSchedulerConfig(json);
  } catch (error) {
    if (!(error instanceof SchedulerConfigError)) throw error;
    const expected = 'the configuration of a diffusers scheduler';
    throw new ModelFolderError('NOT_SUPPORTED', file, error.message, expected, { reasonKey: 'unsupportedScheduler' });
  }
}

async function findGraphs(dir: string): Promise<GraphFiles> {
  return {
    textEncoder: await requireGraph(dir, 'text_encoder'),
    unet: await requireGraph(dir, 'unet'),
    vaeDecoder: await requireGraph(dir, 'vae_decoder'),
    vaeEncoder: await findGraph(dir, 'vae_encoder'),
    previewDecoder: await findGraph(dir, 'preview_decoder'),
  };
}

async function requireGraph(dir: string, part: string): Promise<GraphSource> {
  const graph = await findGraph(dir, part);
  if (!graph) throw await missingGraphError(dir, part);
  return graph;
}

async function findGraph(dir: string, part: string): Promise<GraphSource | undefined> {
  const path = join(dir, part, 'model.onnx');
  return (await fileExists(path)) ? graphFile(path) : undefined;
}
