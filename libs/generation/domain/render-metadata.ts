import type { AdditionKind, ModelFamily } from '@visionary/contract';
import type { ModelMetadata } from './model-metadata.js';
import type { ProbeMeasurements } from './probe-protocol.js';

export type PatchablePart = 'unet' | 'text_encoder' | 'text_encoder_2';

/** A weight that LoRAs can change: module path, output features, shape, and the weight's own name if layers share it. */
export type PatchableWeight = readonly [path: string, rows: number, dims: readonly number[], weight?: string];

/** A module of a LoRA by its name in the file, with the shapes of its tensors; at first, those of `up` and `down`. */
export type LoraModuleShape =
  | readonly [name: string, up: readonly number[], down: readonly number[]]
  | readonly [name: string, shapes: Readonly<Partial<Record<string, readonly number[]>>>];

/** What decides which additions fit a model. */
export interface ModelTraits {
  readonly family: ModelFamily;
  /** Of the token table of each text encoder; empty for an export, which takes no embeddings. */
  readonly textWidths: readonly number[];
  readonly latentChannels: number;
  /** Pixels of a latent cell's side. */
  readonly spatialFactor: number;
  readonly contextWidth?: number;
  readonly blockWidths?: readonly number[];
}

/** Metadata of a model, its patchable weights, and what its trial measured. */
export interface ModelRenderMetadata {
  readonly kind: 'model';
  readonly facts: ModelMetadata;
  readonly modules: Readonly<Partial<Record<PatchablePart, readonly PatchableWeight[]>>>;
  readonly trial: ProbeMeasurements;
  /** Unknown for models that were tried before November 2026. */
  readonly traits?: ModelTraits;
}

export interface LoraRenderMetadata {
  readonly kind: 'lora';
  readonly modules: readonly LoraModuleShape[];
  /** Why the first unusable module matches no model. */
  readonly trouble?: string;
}

/** Plain weights, which no renderer loads. */
export interface WeightsRenderMetadata {
  readonly kind: 'weights';
}

/** What its tensors tell is in the facts of the hub. */
export interface AdditionRenderMetadata {
  readonly kind: AdditionKind;
}

/** Read from files during their trial. Enough to list them and check compatibility without the files. */
export type RenderMetadata = ModelRenderMetadata | LoraRenderMetadata | AdditionRenderMetadata | WeightsRenderMetadata;

/** Metadata of another version is ignored, and the files are tried again. */
const FORMAT_VERSION = 1;

export const serializeRenderMetadata = (facts: RenderMetadata): string =>
  JSON.stringify({ form: FORMAT_VERSION, ...facts });

/** @returns null for another format version */
export const parseRenderMetadata = (json: string | null): RenderMetadata | null => {
  const { form, ...facts } = JSON.parse(json ?? '{}') as { form?: number } & RenderMetadata;
  return form === FORMAT_VERSION ? facts : null;
};
