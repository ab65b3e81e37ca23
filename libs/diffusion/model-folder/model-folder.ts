import { join } from 'node:path';
import type { SchedulerConfig } from '../schedulers/scheduler-config.js';
import type { TokenizerSource } from '../tokenizer/tokenizer-source.js';
import type { VaeFacts } from './vae-facts.js';
import { ModelFolderError } from '../errors.js';
import { readSchedulerConfig, SchedulerConfigError } from '../schedulers/scheduler-config.js';
import { readTokenizerSource } from '../tokenizer/tokenizer-source.js';
import { fileExists, readCount, readJsonObject, readJsonObjectIfAny } from './json-file.js';
import { readVaeFacts } from './vae-facts.js';

/** A diffusers / optimum Stable Diffusion ONNX export, read but with no graph loaded. Paths are absolute. */
export interface ModelFolder {
  readonly dir: string;
  readonly scheduler: SchedulerConfig;
  readonly tokenizer: TokenizerSource;
  readonly vae: VaeFacts;
  readonly graphs: GraphFiles;
  /** How many tokens the text encoder was made for, where its config says so. */
  readonly textLength: number | undefined;
  /** Latent cells a side must be a multiple of to pass the UNet's halvings; 1 where its config does not say. */
  readonly unetHalvings: number;
}

export interface GraphFiles {
  readonly textEncoder: string;
  readonly unet: string;
  readonly vaeDecoder: string;
  readonly vaeEncoder: string | undefined;
  /** A small network from latent to pixels for previews. */
  readonly previewDecoder: string | undefined;
}

const FITS = 'the folder of a Stable Diffusion export to ONNX as diffusers and optimum write it';

/** @throws ModelFolderError */
export async function readModelFolder(dir: string): Promise<ModelFolder> {
  await readJsonObject(dir, 'model_index.json', FITS);
  if (await fileExists(join(dir, 'text_encoder_2', 'model.onnx'))) {
    throw new ModelFolderError(
      'NOT_SUPPORTED',
      'text_encoder_2/model.onnx',
      'models with two text encoders (SDXL) are not supported yet',
      'Stable Diffusion 1.x and 2.x exports',
    );
  }
  const [scheduler, tokenizer, vae, graphs, textConfig, unetConfig] = await Promise.all([
    readScheduler(dir),
    readTokenizerSource(dir, 'tokenizer'),
    readVaeFacts(dir),
    findGraphs(dir),
    readJsonObjectIfAny(dir, 'text_encoder/config.json', FITS),
    readJsonObjectIfAny(dir, 'unet/config.json', FITS),
  ]);
  const textLength = textConfig && readCount(textConfig, 'max_position_embeddings', 'text_encoder/config.json');
  const unetBlocks = unetConfig?.block_out_channels;
  const unetHalvings = Array.isArray(unetBlocks) && unetBlocks.length > 0 ? 2 ** (unetBlocks.length - 1) : 1;
  return { dir, scheduler, tokenizer, vae, graphs, textLength, unetHalvings };
}

async function readScheduler(dir: string): Promise<SchedulerConfig> {
  const file = 'scheduler/scheduler_config.json';
  const json = await readJsonObject(dir, file, FITS);
  try {
    return readSchedulerConfig(json);
  } catch (error) {
    if (!(error instanceof SchedulerConfigError)) throw error;
    throw new ModelFolderError('NOT_SUPPORTED', file, error.message, 'the configuration of a diffusers scheduler');
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

async function requireGraph(dir: string, part: string): Promise<string> {
  const path = await findGraph(dir, part);
  if (!path) throw new ModelFolderError('FILE_MISSING', `${part}/model.onnx`, 'there is no such file', FITS);
  return path;
}

async function findGraph(dir: string, part: string): Promise<string | undefined> {
  const path = join(dir, part, 'model.onnx');
  return (await fileExists(path)) ? path : undefined;
}
