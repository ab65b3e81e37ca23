import { basename, dirname } from 'node:path';
import type { ModelFolder } from './model-folder.js';
import type { TextEncoderFiles } from './text-encoder-files.js';
import { ModelFolderError } from '../errors.js';

/** The text encoders of a model, in the order in which their hidden states are concatenated. */
export function textParts(folder: ModelFolder): TextEncoderFiles[] {
  const { graphs, tokenizer, textLength, secondTextEncoder } = folder;
  return [{ graph: graphs.textEncoder, tokenizer, textLength }, ...(secondTextEncoder ? [secondTextEncoder] : [])];
}

/**
 * Context length of a text encoder in tokens, according to its files. A graph with a fixed length overrides it.
 * @throws ModelFolderError DOES_NOT_FIT when no file has it
 */
export function contextLength({
  graph,
  textLength,
  tokenizer,
}: Partial<TextEncoderFiles> & Pick<TextEncoderFiles, 'tokenizer'>): number {
  const lengths = [textLength, tokenizer.maxLength].filter((length) => length !== undefined);
  if (lengths.length > 0) return Math.min(...lengths);
  throw new ModelFolderError(
    'DOES_NOT_FIT',
    `${graph === undefined ? 'text_encoder' : basename(dirname(graph.path))}/config.json`,
    'no file says how many tokens the text encoder takes',
    'max_position_embeddings there, or model_max_length in the tokenizer_config.json of its tokenizer',
    { reasonKey: 'contextLengthMissing' },
  );
}
