import type { ModelFacts } from './model-facts.js';
import type { ProbeFacts } from './probe-protocol.js';

export type PatchablePart = 'unet' | 'text_encoder' | 'text_encoder_2';

/** A weight that LoRAs can change: its module's path, how many values go out, its sides; its own name where layers share it. */
export type PatchableWeight = readonly [path: string, rows: number, dims: readonly number[], weight?: string];

/** What a LoRA changes, as its file names it, with the sides of both its matrices. */
export type ChangedModule = readonly [name: string, up: readonly number[], down: readonly number[]];

/** Of a model: how it is listed and rendered with, what LoRAs can change in it, and what its trial took. */
export interface ModelRenderFacts {
  readonly kind: 'model';
  readonly facts: ModelFacts;
  readonly modules: Readonly<Partial<Record<PatchablePart, readonly PatchableWeight[]>>>;
  readonly trial: ProbeFacts;
}

export interface LoraRenderFacts {
  readonly kind: 'lora';
  readonly modules: readonly ChangedModule[];
  /** Of the first module that could change no model at all. */
  readonly trouble?: string;
}

/** Nothing here loads it. */
export interface WeightsRenderFacts {
  readonly kind: 'weights';
}

/** What was found of files when they were tried, and is enough to list and to match them where they are not. */
export type RenderFacts = ModelRenderFacts | LoraRenderFacts | WeightsRenderFacts;

/** Of the form that is written. Another form is as good as nothing: the files are tried anew. */
const FORM = 1;

export const writeRenderFacts = (facts: RenderFacts): string => JSON.stringify({ form: FORM, ...facts });

/** @returns null where there are none of this form */
export const readRenderFacts = (json: string | null): RenderFacts | null => {
  const { form, ...facts } = JSON.parse(json ?? '{}') as { form?: number } & RenderFacts;
  return form === FORM ? facts : null;
};
