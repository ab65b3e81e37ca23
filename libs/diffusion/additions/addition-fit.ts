import type { AdditionFacts } from './addition-facts.js';
import type { ModelTraits } from './model-traits.js';

/**
 * Why an addition does not fit a model, with the number of the file and that of the model.
 * `needsCheckpoint`: exports take neither embeddings nor ControlNets.
 */
export interface AdditionMismatch {
  readonly reason:
    | 'needsCheckpoint'
    | 'textEncoders'
    | 'textWidth'
    | 'latentChannels'
    | 'spatialFactor'
    | 'contextWidth'
    | 'blockWidths';
  readonly file?: number;
  readonly model?: number;
}

/** @returns undefined if it fits. An upscaler fits every model. */
export function additionMismatch(addition: AdditionFacts, model: ModelTraits): AdditionMismatch | undefined {
  switch (addition.kind) {
    case 'embedding':
      return embeddingMismatch(addition.textWidths, model.textWidths);
    case 'vae':
      return (
        differing('latentChannels', addition.latentChannels, model.latentChannels) ??
        differing('spatialFactor', addition.spatialFactor, model.spatialFactor)
      );
    case 'controlnet':
      if (!model.blockWidths) return { reason: 'needsCheckpoint' };
      return (
        differing('contextWidth', addition.contextWidth, model.contextWidth ?? addition.contextWidth) ??
        blockMismatch(addition.blockWidths, model.blockWidths)
      );
    case 'upscaler':
      return undefined;
    default:
      return addition satisfies never;
  }
}

function embeddingMismatch(file: readonly number[], model: readonly number[]): AdditionMismatch | undefined {
  if (model.length === 0) return { reason: 'needsCheckpoint' };
  if (file.length !== model.length) return { reason: 'textEncoders', file: file.length, model: model.length };
  const at = file.findIndex((width, i) => width !== model[i]);
  return at < 0 ? undefined : { reason: 'textWidth', file: file[at]!, model: model[at]! };
}

function blockMismatch(file: readonly number[], model: readonly number[]): AdditionMismatch | undefined {
  const at = Array.from({ length: Math.max(file.length, model.length) }, (_, i) => i).find((i) => file[i] !== model[i]);
  return at === undefined ? undefined : { reason: 'blockWidths', file: file[at] ?? 0, model: model[at] ?? 0 };
}

function differing(reason: AdditionMismatch['reason'], file: number, model: number): AdditionMismatch | undefined {
  return file === model ? undefined : { reason, file, model };
}
