import type { JsonObject } from './json-file.js';
import { readCount, readHalvings, readJsonObjectIfAny } from './json-file.js';

/** Which line of Stable Diffusion a model is of; `other` is what these do not name. */
export type ModelFamily = 'sd1' | 'sd2' | 'sdxl' | 'other';

/** What the UNet's config says. Undefined where it says nothing, and then the graph decides. */
export interface UnetConfig {
  /** Latent cells a side must be a multiple of to pass its halvings. */
  readonly unetHalvings: number;
  /** Channels of its sample: the latents', or more for one made for inpainting. */
  readonly unetChannels: number | undefined;
  /** How wide the texts are that it reads. */
  readonly textWidth: number | undefined;
  /** How wide the embedding of guidance is that it takes, if it takes one. */
  readonly guidanceWidth: number | undefined;
  readonly family: ModelFamily;
}

const FILE = 'unet/config.json';

/** Exports from before configs were written beside the graphs are all of Stable Diffusion 1 and 2, with four levels. */
const USUAL_HALVINGS = 8;

/** Far more than any network takes: a file that says more would make us take memory for it. */
const CHANNELS_AT_MOST = 1024;
const GUIDANCE_WIDTH_AT_MOST = 8192;

/** Widths of the text encoders by which families differ: CLIP ViT-L, OpenCLIP ViT-H, and both of SDXL side by side. */
const FAMILY_OF_WIDTH: Readonly<Record<number, ModelFamily>> = { 768: 'sd1', 1024: 'sd2', 2048: 'sdxl' };

/** @throws ModelFolderError FILE_UNREADABLE */
export async function readUnetConfig(dir: string): Promise<UnetConfig> {
  const json: JsonObject = (await readJsonObjectIfAny(dir, FILE, 'the config.json of a UNet')) ?? {};
  const textWidth = typeof json.cross_attention_dim === 'number' ? json.cross_attention_dim : undefined;
  return {
    unetHalvings: readHalvings(json, FILE) ?? USUAL_HALVINGS,
    unetChannels: readCount(json, 'in_channels', FILE, CHANNELS_AT_MOST),
    textWidth,
    guidanceWidth: readCount(json, 'time_cond_proj_dim', FILE, GUIDANCE_WIDTH_AT_MOST),
    family: json.addition_embed_type === 'text_time' ? 'sdxl' : (FAMILY_OF_WIDTH[textWidth ?? 0] ?? 'other'),
  };
}
