import { basename, extname } from 'node:path';
import { type AdditionFacts, factsOf } from '../../additions/addition-facts.js';
import { additionKindOf } from '../../additions/addition-kind.js';
import type { HeaderFile } from '../../checkpoint/checkpoint-files.js';
import { recognize } from '../../recognition/recognize.js';
import type { ModelFileMetadata, FileMetadata } from '../result.js';
import { readTrainingMetadata, triggerWords as statedWords } from './training-metadata.js';

/**
 * Detects whether the file is a LoRA, another addition to a model, or other weights, for which base model, and reads its
 * training metadata.
 * @throws ModelFolderError when an addition lacks a tensor or a tensor has another shape than it needs
 */
export function safetensorsMetadata(header: HeaderFile, facts: Omit<FileMetadata, 'format'>): ModelFileMetadata {
  const recognition = recognize(header);
  const { family, rank = 0, modules = 0, triggerWords } = recognition;
  const isLora = recognition.kind === 'lora';
  const kind = additionKindOf(header, recognition);
  const addition = kind && factsOf(header, kind);
  return {
    kind: kind ?? (isLora ? 'lora' : 'weights'),
    base: family ?? 'other',
    ...facts,
    ...(isLora ? { rank, modules } : {}),
    ...(addition && { addition }),
    ...(isNamed(recognition.kind) && { weightsKind: recognition.kind }),
    triggerWords: addition ? wordsOf(header, addition) : triggerWords,
    metadata: readTrainingMetadata(header.metadata),
  };
}

const isNamed = (kind: string): kind is 'previewDecoder' | 'textEncoder' =>
  kind === 'previewDecoder' || kind === 'textEncoder';

/** The word of an embedding: of its metadata, of its trainer, or the name of its file. */
function wordsOf({ name, metadata }: HeaderFile, addition: AdditionFacts): string[] {
  if (addition.kind !== 'embedding') return [];
  const words = statedWords(metadata);
  return words.length > 0 ? words : [addition.word ?? basename(name, extname(name))];
}
