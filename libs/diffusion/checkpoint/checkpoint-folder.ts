import { join } from 'node:path';
import type { GraphFiles, ModelFolder } from '../model-folder/model-folder.js';
import type { TextEncoderFiles } from '../model-folder/text-encoder-files.js';
import type { GraphSource } from '../onnx/graph-source.js';
import type { SchedulerConfig } from '../schedulers/scheduler-config.js';
import type { HeaderFile } from './checkpoint-files.js';
import type { Checkpoint } from './checkpoint.js';
import type { TextEncoderTensors } from './networks.js';
import type { TextEncoderOptions } from './text-encoder-graph.js';
import type { NetworkTensors } from './tensors.js';
import type { UnetOptions } from './unet-layers.js';
import { builtGraph } from '../onnx/graph-source.js';
import { readSchedulerConfig } from '../schedulers/scheduler-config.js';
import { clipTokenizer } from '../tokenizer/clip-vocabulary.js';
import { asModelFolderError } from './checkpoint-files.js';
import { PIXELS_PER_CELL, usualSize } from './native-size.js';
import { familyOf, networksOf } from './checkpoint.js';
import { buildTextEncoder, maxClipSkip, pooledWidth, textEncoderSides } from './text-encoder-graph.js';
import { buildTaesdDecoder } from './taesd-graph.js';
import { buildUnet, type UnetGraphOptions } from './unet-graph.js';
import { REFINER_SIZES, SIZES, unetSides } from './unet-layers.js';
import { buildVaeDecoder, buildVaeEncoder, latentChannels } from './vae-graph.js';

/** Heads of every attention of Stable Diffusion 1, and the width of each head of its successors and of all text encoders. */
const SD1_HEADS = 8;
const HEAD_WIDTH = 64;

/** What latents are multiplied by, from the families' configurations. */
const SCALING_FACTORS = { sd1: 0.18215, sd2: 0.18215, sdxl: 0.13025 } as const;

/**
 * A checkpoint as the folder of an export, whose graphs are built when they are read.
 * @param path of the checkpoint, or of its folder
 * @throws ModelFolderError when a network lacks a tensor or a tensor has another shape than the network needs
 */
export function checkpointAsFolder(path: string, checkpoint: Checkpoint): ModelFolder {
  try {
    const { family, isRefiner, unet, vae } = checkpoint;
    const { channels, textWidth } = unetSides(unet);
    const [first, second] = textParts(path, checkpoint);
    return {
      dir: path,
      scheduler: schedulerConfig(checkpoint),
      tokenizer: first.tokenizer,
      textLength: first.textLength,
      secondTextEncoder: second,
      zeroEmptyNegative: family === 'sdxl' && !isRefiner,
      isRefiner,
      isAdaptable: true,
      controlNetOptions: controlNetOptions(checkpoint),
      graphs: graphs(path, checkpoint, first),
      vae: {
        spatialFactor: spatialFactor(vae),
        latentChannels: latentChannels(vae),
        scalingFactor: SCALING_FACTORS[family],
        shiftFactor: 0,
        latentRgb: undefined,
      },
      previewScalingFactor: undefined,
      unetDownsampling: 2 ** (unet.count('down_blocks') - 1),
      unetChannels: channels,
      textWidth,
      guidanceWidth: undefined,
      family,
      nativeCells: nativeCells(checkpoint),
    };
  } catch (error) {
    throw asModelFolderError(checkpoint.file, error);
  }
}

function graphs(path: string, checkpoint: Checkpoint, { graph }: TextEncoderFiles): GraphFiles {
  const { family, unet, vae, taesdDecoder } = checkpoint;
  const built = (part: string, build: () => Buffer) => graphOf(path, checkpoint, part, build);
  const options = unetOptions(checkpoint);
  return {
    textEncoder: graph,
    unet: graphOf(path, checkpoint, 'unet', (isHalf) => buildUnet(unet, { ...options, isHalf }), unet.isHalf),
    vaeDecoder: built('vae_decoder', () => buildVaeDecoder(vae)),
    vaeEncoder: vae.hasBelow('encoder') ? built('vae_encoder', () => buildVaeEncoder(vae)) : undefined,
    previewDecoder:
      taesdDecoder && built('preview_decoder', () => buildTaesdDecoder(taesdDecoder, SCALING_FACTORS[family])),
  };
}

/** What a checkpoint's networks are built from. */
type NetworkFacts = Pick<Checkpoint, 'family' | 'isRefiner' | 'textEncoders' | 'settings'>;

function unetOptions({ family, isRefiner, textEncoders, settings: { unetHeadWidth } }: NetworkFacts): UnetGraphOptions {
  const defaultHeads = family === 'sd1' ? { count: SD1_HEADS } : { width: HEAD_WIDTH };
  return {
    heads: unetHeadWidth === undefined ? defaultHeads : { width: unetHeadWidth },
    isAdaptable: true,
    isControlled: true,
    ...(family === 'sdxl' && {
      pooledWidth: pooledWidth(textEncoders.at(-1)!.tensors),
      sizes: isRefiner ? REFINER_SIZES : SIZES,
    }),
  };
}

/** A ControlNet is built like the UNet that it controls. */
function controlNetOptions(checkpoint: Checkpoint): UnetOptions {
  return { ...unetOptions(checkpoint), isAdaptable: false };
}

/**
 * Checks the networks of a file by its header: each has all tensors, in shapes that go together. A VAE may be beside it.
 * @throws ModelFolderError
 */
export function requireNetworks(header: HeaderFile): void {
  const { unet, vae, textEncoders } = networksOf(header);
  if (!unet) return;
  try {
    const facts = { ...familyOf(unet, textEncoders, header.name), textEncoders, settings: {} };
    buildUnet(unet, unetOptions(facts));
    for (const [i, encoder] of textEncoders.entries()) {
      buildTextEncoder(encoder.tensors, textOptions(facts, encoder, i));
    }
    if (vae) buildVaeDecoder(vae);
    if (vae?.hasBelow('encoder')) buildVaeEncoder(vae);
  } catch (error) {
    throw asModelFolderError(header.name, error);
  }
}

function textParts(path: string, checkpoint: Checkpoint): [TextEncoderFiles, TextEncoderFiles | undefined] {
  const [first, second] = checkpoint.textEncoders.map((encoder, i) => textPart(path, checkpoint, encoder, i));
  return [first!, second];
}

function textPart(path: string, checkpoint: Checkpoint, encoder: TextEncoderTensors, index: number): TextEncoderFiles {
  const { tensors, kind } = encoder;
  const part = index === 0 && !checkpoint.isRefiner ? 'text_encoder' : 'text_encoder_2';
  const options = textOptions(checkpoint, encoder, index);
  return {
    graph: graphOf(
      path,
      checkpoint,
      part,
      (isHalf) => buildTextEncoder(tensors, { ...options, isHalf }),
      tensors.isHalf,
    ),
    tokenizer: clipTokenizer(kind === 'open_clip' ? '!' : '<|endoftext|>'),
    textLength: textEncoderSides(tensors).length,
  };
}

function textOptions(
  { family, settings }: NetworkFacts,
  { tensors, kind }: TextEncoderTensors,
  index: number,
): TextEncoderOptions {
  return {
    heads: settings.textHeads?.[index] ?? headsOf(textEncoderSides(tensors).width),
    activation: kind === 'open_clip' ? 'gelu' : 'quick_gelu',
    skippedLayers: family === 'sd2' ? 1 : 0,
    hasClipSkip: family === 'sd1',
  };
}

/**
 * A graph under the path that an export has for it. LoRAs find it by this path.
 * @param isHalf whether it can be built so that it computes with 16 bits
 */
function graphOf(
  path: string,
  { folder, file }: Checkpoint,
  part: string,
  build: (isHalf: boolean) => Buffer,
  isHalf = false,
): GraphSource {
  const builder = (half: boolean) => () => {
    try {
      return build(half);
    } catch (error) {
      throw asModelFolderError(file, error);
    }
  };
  return builtGraph(join(path, part, 'model.onnx'), folder, builder(false), isHalf ? builder(true) : undefined);
}

/**
 * The highest clip skip of a checkpoint. Stable Diffusion 2 and XL were trained on one earlier layer, which they always
 * read, as in AUTOMATIC1111's web UI.
 */
export function clipSkipOf({ family, textEncoders }: Checkpoint): number | undefined {
  return family === 'sd1' ? maxClipSkip(textEncoders[0]!.tensors) : undefined;
}

/** Networks narrower than a head, which only tests have, have one. */
function headsOf(width: number): number {
  return Math.max(1, width / HEAD_WIDTH);
}

/** Side of the latents that it was trained with. */
export function nativeCells({ family, prediction, settings: { nativeSize }, unet, vae }: Checkpoint): number {
  return nativeSize === undefined
    ? usualSize(family, prediction, unet) / PIXELS_PER_CELL
    : nativeSize / spatialFactor(vae);
}

/** How many pixels a latent cell has on each side. */
function spatialFactor(vae: NetworkTensors): number {
  return 2 ** (vae.count('decoder.up_blocks') - 1);
}

/** The noise that all three families were trained with. */
function schedulerConfig({ prediction, zeroTerminalSnr }: Checkpoint): SchedulerConfig {
  return readSchedulerConfig({
    ...{ num_train_timesteps: 1000, beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear' },
    ...{ set_alpha_to_one: false, clip_sample: false, steps_offset: 1 },
    prediction_type: prediction,
    rescale_betas_zero_snr: zeroTerminalSnr,
    timestep_spacing: zeroTerminalSnr ? 'trailing' : 'leading',
  });
}
