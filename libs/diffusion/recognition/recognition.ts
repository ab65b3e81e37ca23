import type { Prediction } from '../checkpoint/families.js';

/** What a file of weights is. */
export type WeightsKind =
  | 'checkpoint'
  | 'textEncoder'
  | 'lora'
  | 'embedding'
  | 'vae'
  | 'controlNet'
  | 'upscaler'
  | 'previewDecoder'
  | 'unknown';

export type WeightsFamily = 'sd1' | 'sd2' | 'sdxl';

/** What a checkpoint was trained for beside drawing from texts. */
export type Variant = 'inpainting' | 'refiner';

/** How a LoRA changes weights, as the field calls it. */
export type LoraForm = 'LoRA' | 'LoCon' | 'LoHa' | 'LoKr' | 'DoRA' | 'IA3' | 'OFT' | 'full';

/** Precision of most values. `mixed` when no precision has nearly all. */
export type WeightsPrecision = 'F32' | 'F16' | 'BF16' | 'mixed';

/** A network that a checkpoint needs beside its UNet. */
export type MissingPart = 'textEncoder' | 'secondTextEncoder' | 'vae';

/** What the header of a .safetensors file tells. */
export interface Recognition {
  readonly kind: WeightsKind;
  /** Undefined when neither tensors, metadata, nor the file's name tell it. */
  readonly family?: WeightsFamily;
  /** Name of a family that cannot be used: `Flux.1`. */
  readonly unsupported?: string;
  /** Name of what is stored and not used, only for an unknown kind: `IP-Adapter`. */
  readonly addition?: string;
  readonly variant?: Variant;
  /** Undefined where only the values tell it. Only for a checkpoint. */
  readonly prediction?: Prediction['prediction'];
  readonly zeroTerminalSnr?: boolean;
  /** A fine-tune whose tensors look like its family's, by metadata or name: `Turbo`, `Illustrious`. */
  readonly edition?: string;
  /** What a ControlNet reads, by its name: `canny`. */
  readonly hint?: string;
  readonly precision: WeightsPrecision;
  /** Of all tensors, sorted. */
  readonly dtypes: readonly string[];
  readonly tensors: number;
  /** Values in all tensors. */
  readonly parameters: number;
  /** Those of a checkpoint's UNet. */
  readonly unetParameters?: number;
  readonly missing: readonly MissingPart[];
  /** Tensors that a checkpoint does not need: averaged copies, and others such as schedules. */
  readonly averagedCopies: number;
  readonly strayTensors: number;
  /** Only for a LoRA. The rank is 0 for forms without one. */
  readonly form?: LoraForm;
  readonly rank?: number;
  readonly modules?: number;
  /** Only for an embedding: how many vectors it has, and the word if the file has it. */
  readonly vectors?: number;
  readonly word?: string;
  /** Of the tokens of each text encoder, for a checkpoint and an embedding. */
  readonly textWidths?: readonly number[];
  /** Only for an upscaler: how many times sides grow. */
  readonly factor?: number;
  /** Side of the images that a checkpoint was trained with, in pixels. */
  readonly nativeSize?: number;
  readonly triggerWords: readonly string[];
}
