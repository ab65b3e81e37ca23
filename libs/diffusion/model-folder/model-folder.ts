import type { UnetOptions } from '../checkpoint/unet-layers.js';
import type { GraphSource } from '../onnx/graph-source.js';
import type { SchedulerConfig } from '../schedulers/scheduler-config.js';
import type { TokenizerSource } from '../tokenizer/tokenizer-source.js';
import type { TextEncoderFiles } from './text-encoder-files.js';
import type { UnetConfig } from './unet-config.js';
import type { VaeConfig } from './vae-config.js';

/** A parsed diffusers / optimum Stable Diffusion ONNX export, with no graph loaded. Paths are absolute. */
export interface ModelFolder extends UnetConfig {
  readonly dir: string;
  readonly scheduler: SchedulerConfig;
  readonly tokenizer: TokenizerSource;
  readonly vae: VaeConfig;
  readonly graphs: GraphFiles;
  /** What the preview decoder's latents are divided by, if its config has it: 1 for TAESD. By default, that of the VAE. */
  readonly previewScalingFactor: number | undefined;
  /** Context length of the text encoder in tokens, if its config has it. */
  readonly textLength: number | undefined;
  /** SDXL's second text encoder. */
  readonly secondTextEncoder: TextEncoderFiles | undefined;
  /** SDXL: an empty negative prompt is encoded as zeros. */
  readonly zeroEmptyNegative: boolean;
  /** Whether LoRAs of low rank are applied to its graphs while they are loaded. */
  readonly isAdaptable: boolean;
  /** How a ControlNet for its UNet is built. Undefined for exports, which take none. */
  readonly controlNetOptions?: UnetOptions;
  /** SDXL's refiner: its UNet reads an aesthetic score, and its only text encoder is SDXL's second. */
  readonly isRefiner?: boolean;
}

export interface GraphFiles {
  readonly textEncoder: GraphSource;
  readonly unet: GraphSource;
  readonly vaeDecoder: GraphSource;
  readonly vaeEncoder: GraphSource | undefined;
  /** A small decoder from latents to pixels, for previews. */
  readonly previewDecoder: GraphSource | undefined;
}
