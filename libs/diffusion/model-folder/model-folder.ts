import { join } from 'node:path';
import type { SchedulerConfig } from '../schedulers/scheduler-config.js';
import type { TokenizerSource } from '../tokenizer/tokenizer-source.js';
import type { TextPart } from './text-part.js';
import type { UnetFacts } from './unet-facts.js';
import type { VaeFacts } from './vae-facts.js';
import { ModelFolderError } from '../errors.js';
import { readSchedulerConfig, SchedulerConfigError } from '../schedulers/scheduler-config.js';
import { readTokenizerSource } from '../tokenizer/tokenizer-source.js';
import { absentGraph, refuseForeignFolder, requireFolder } from './foreign-folder.js';
import { fileExists, readCount, readJsonObject, readJsonObjectIfAny } from './json-file.js';
import { readUnetFacts } from './unet-facts.js';
import { readVaeFacts } from './vae-facts.js';

/** A diffusers / optimum Stable Diffusion ONNX export, read but with no graph loaded. Paths are absolute. */
export interface ModelFolder extends UnetFacts {
  readonly dir: string;
  readonly scheduler: SchedulerConfig;
  readonly tokenizer: TokenizerSource;
  readonly vae: VaeFacts;
  readonly graphs: GraphFiles;
  /** How many tokens the text encoder was made for, where its config says so. */
  readonly textLength: number | undefined;
  /** SDXL's second text encoder. */
  readonly secondText: TextPart | undefined;
  /** Whether SDXL is told no negative words as zeros. */
  readonly zerosForEmpty: boolean;
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
  await requireFolder(dir);
  if (!(await fileExists(join(dir, 'model_index.json')))) await refuseForeignFolder(dir, undefined);
  const index = await readJsonObject(dir, 'model_index.json', FITS);
  await refuseForeignFolder(dir, index);
  const [scheduler, tokenizer, unet, graphs, textLength, secondText] = await Promise.all([
    readScheduler(dir),
    readTokenizerSource(dir, 'tokenizer'),
    readUnetFacts(dir),
    findGraphs(dir),
    readTextLength(dir, 'text_encoder'),
    readSecondText(dir),
  ]);
  const vae = await readVaeFacts(dir, unet.family);
  const zerosForEmpty = index.force_zeros_for_empty_prompt === true;
  return { dir, scheduler, tokenizer, vae, graphs, textLength, secondText, zerosForEmpty, ...unet };
}

async function readSecondText(dir: string): Promise<TextPart | undefined> {
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
  const config = await readJsonObjectIfAny(dir, file, FITS);
  return config && readCount(config, 'max_position_embeddings', file);
}

async function readScheduler(dir: string): Promise<SchedulerConfig> {
  const file = 'scheduler/scheduler_config.json';
  const json = await readJsonObject(dir, file, FITS);
  try {
    return readSchedulerConfig(json);
  } catch (error) {
    if (!(error instanceof SchedulerConfigError)) throw error;
    const fits = 'the configuration of a diffusers scheduler';
    throw new ModelFolderError('NOT_SUPPORTED', file, error.message, fits, { because: 'oddScheduler' });
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
  if (!path) throw await absentGraph(dir, part);
  return path;
}

async function findGraph(dir: string, part: string): Promise<string | undefined> {
  const path = join(dir, part, 'model.onnx');
  return (await fileExists(path)) ? path : undefined;
}
