import type { JsonObject } from './json-file.js';
import { readCount, readDownsampling, readJsonObjectIfAny } from './json-file.js';

/** Stable Diffusion family of a model; `other` for everything else. */
export type ModelFamily = 'sd1' | 'sd2' | 'sdxl' | 'other';

/** Values of the UNet config. For undefined ones the graph decides. */
export interface UnetConfig {
  /** The latent's sides must be multiples of this, because the UNet downsamples them. */
  readonly unetDownsampling: number;
  /** Input channels: those of the latents, or more for inpainting UNets. */
  readonly unetChannels: number | undefined;
  /** Width of the text embeddings it reads. */
  readonly textWidth: number | undefined;
  /** Width of its guidance embedding, if it takes one. */
  readonly guidanceWidth: number | undefined;
  readonly family: ModelFamily;
  /** Side of the latents that it was trained with, in cells. */
  readonly nativeCells: number | undefined;
}

const FILE = 'unet/config.json';

/** Exports without a config are all Stable Diffusion 1 or 2, whose UNets have four levels. */
const DEFAULT_DOWNSAMPLING = 8;

/** Limits what an invalid file can make the process allocate. No network comes near it. */
const MAX_CHANNELS = 1024;
const MAX_GUIDANCE_WIDTH = 8192;

/** Text widths by family: CLIP ViT-L, OpenCLIP ViT-H, and for SDXL both concatenated. */
const FAMILY_OF_WIDTH: Readonly<Record<number, ModelFamily>> = { 768: 'sd1', 1024: 'sd2', 2048: 'sdxl' };

const isSide = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0;

/** @throws ModelFolderError FILE_UNREADABLE */
export async function readUnetConfig(dir: string): Promise<UnetConfig> {
  const json: JsonObject = (await readJsonObjectIfAny(dir, FILE, 'the config.json of a UNet')) ?? {};
  const textWidth = typeof json.cross_attention_dim === 'number' ? json.cross_attention_dim : undefined;
  return {
    unetDownsampling: readDownsampling(json, FILE) ?? DEFAULT_DOWNSAMPLING,
    unetChannels: readCount(json, 'in_channels', FILE, MAX_CHANNELS),
    textWidth,
    guidanceWidth: readCount(json, 'time_cond_proj_dim', FILE, MAX_GUIDANCE_WIDTH),
    family: json.addition_embed_type === 'text_time' ? 'sdxl' : (FAMILY_OF_WIDTH[textWidth ?? 0] ?? 'other'),
    nativeCells: isSide(json.sample_size) ? json.sample_size : undefined,
  };
}
