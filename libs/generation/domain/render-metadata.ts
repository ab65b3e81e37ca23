import type { ModelMetadata } from './model-facts.js';
import type { ProbeMeasurements } from './probe-protocol.js';

export type PatchablePart = 'unet' | 'text_encoder' | 'text_encoder_2';

/** A weight that LoRAs can change: its module's path, how many values go out, its sides; its own name where layers share it. */
export type PatchableWeight = readonly [path: string, rows: number, dims: readonly number[], weight?: string];

/** What a LoRA changes, as its file names it, with the sides of both its matrices. */
export type LoraModuleShape = readonly [name: string, up: readonly number[], down: readonly number[]];

/** Of a model: how it is listed and rendered with, what LoRAs can change in it, and what its trial took. */
export interface ModelRenderMetadata {
  readonly kind: 'model';
  readonly facts: ModelMetadata;
  readonly modules: Readonly<Partial<Record<PatchablePart, readonly PatchableWeight[]>>>;
  readonly trial: ProbeMeasurements;
}

export interface LoraRenderMetadata {
  readonly kind: 'lora';
  readonly modules: readonly LoraModuleShape[];
  /** Of the first module that could change no model at all. */
  readonly trouble?: string;
}

/** Nothing here loads it. */
export interface WeightsRenderMetadata {
  readonly kind: 'weights';
}

/** What was found of files when they were tried, and is enough to list and to match them where they are not. */
export type RenderMetadata = ModelRenderMetadata | LoraRenderMetadata | WeightsRenderMetadata;

/** Of the form that is written. Another form is as good as nothing: the files are tried anew. */
const FORMAT_VERSION = 1;

export const serializeRenderMetadata = (facts: RenderMetadata): string =>
  JSON.stringify({ form: FORMAT_VERSION, ...facts });

/** @returns null where there are none of this form */
export const parseRenderMetadata = (json: string | null): RenderMetadata | null => {
  const { form, ...facts } = JSON.parse(json ?? '{}') as { form?: number } & RenderMetadata;
  return form === FORMAT_VERSION ? facts : null;
};
