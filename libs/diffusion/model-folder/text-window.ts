import type { ModelFolder } from './model-folder.js';
import { ModelFolderError } from '../errors.js';

/**
 * How many ids the text encoder takes as its files say it; a graph of fixed length overrules it.
 * @throws ModelFolderError DOES_NOT_FIT when no file says it
 */
export function textWindow(folder: ModelFolder): number {
  const told = [folder.textLength, folder.tokenizer.maxLength].filter((length) => length !== undefined);
  if (told.length > 0) return Math.min(...told);
  throw new ModelFolderError(
    'DOES_NOT_FIT',
    'text_encoder/config.json',
    'no file says how many tokens the text encoder takes',
    'max_position_embeddings there, or model_max_length in tokenizer/tokenizer_config.json',
  );
}
