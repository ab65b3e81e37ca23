import type { FileFaultReason } from '../../fault.js';
import type { ModelFolder } from '../../model-folder/model-folder.js';
import type { TokenizerSource } from '../../tokenizer/tokenizer-source.js';
import { InspectionError } from '../result.js';
import { embeddingShape } from './shape-consistency.js';
import type { Graphs } from '../onnx/inspect-onnx.js';

const MAX_WORDS = 1_000_000;

/**
 * Checks that each tokenizer has a numeric vocabulary and that its text encoder has an embedding row for each entry.
 * @throws InspectionError
 */
export function requireTokenizers({ tokenizer, secondTextEncoder }: ModelFolder, graphs: Graphs): void {
  requireVocabulary(tokenizer, rowsOf(graphs, 'text_encoder/model.onnx'));
  if (secondTextEncoder) requireVocabulary(secondTextEncoder.tokenizer, rowsOf(graphs, 'text_encoder_2/model.onnx'));
}

function rowsOf(graphs: Graphs, path: string): number | undefined {
  const graph = graphs.get(path);
  return graph && embeddingShape(graph)?.[0];
}

function requireVocabulary({ json, file }: TokenizerSource, rows: number | undefined): void {
  const reject = (reasonKey: FileFaultReason['reasonKey'], reason: string) =>
    new InspectionError('MODEL_FOLDER_INVALID', { path: file, reasonKey, reason });
  const { model } = json;
  const vocab = typeof model === 'object' && model !== null ? (model as { vocab?: unknown }).vocab : undefined;
  if (typeof vocab !== 'object' || vocab === null || Array.isArray(vocab)) {
    throw reject('noVocabulary', 'its vocabulary can’t be read');
  }
  const ids = Object.values(vocab);
  if (ids.length === 0 || ids.length > MAX_WORDS) {
    throw reject('noVocabulary', `a vocabulary of ${ids.length} words can’t be used`);
  }
  let highestId = 0;
  for (const id of ids) {
    if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0) {
      throw reject('noVocabulary', 'a word of its vocabulary has no ID');
    }
    highestId = Math.max(highestId, id);
  }
  if (rows === undefined || highestId < rows) return;
  const reason = `its words are numbered to ${highestId}, but the text encoder knows ${rows}`;
  throw new InspectionError('MODEL_SHAPES_MISMATCH', { path: file, words: highestId, expected: rows, reason });
}
