import type { AdditionFacts, AdditionMismatch } from '@visionary/diffusion/additions';
import { pluralize } from './format.js';

export const ADDITION_NAMES: Readonly<Record<AdditionFacts['kind'], string>> = {
  embedding: 'embedding',
  vae: 'VAE',
  controlnet: 'ControlNet',
  upscaler: 'upscaler',
};

/** Why an addition does not fit a model, as the end of a sentence. */
export function describeMismatch(
  kind: AdditionFacts['kind'],
  { reason, file = 0, model = 0 }: AdditionMismatch,
): string {
  switch (reason) {
    case 'needsCheckpoint':
      return `exports to ONNX take no ${ADDITION_NAMES[kind]}s`;
    case 'textEncoders':
      return `it is for ${pluralize(file, 'text encoder')}, and the model has ${model}`;
    case 'textWidth':
      return `its vectors are ${file} wide, and those of the model ${model}`;
    case 'latentChannels':
      return `its latents have ${file} channels, and those of the model ${model}`;
    case 'spatialFactor':
      return `a cell of its latents is ${file} pixels wide, and that of the model ${model}`;
    case 'contextWidth':
      return `it reads texts ${file} wide, and the model ${model}`;
    case 'blockWidths':
      return `a block is ${file} wide, and that of the model ${model}`;
    default:
      return reason satisfies never;
  }
}
