import { recognize } from '../../recognition/recognize.js';
import type { SafetensorsHeader } from '../../safetensors/header.js';
import type { ModelFileMetadata, FileMetadata } from '../result.js';
import { readTrainingMetadata } from './training-metadata.js';

/** Detects whether the file is a LoRA or other weights, for which base model, and reads its training metadata. */
export function safetensorsMetadata(
  header: SafetensorsHeader,
  facts: Omit<FileMetadata, 'format'>,
  name: string,
): ModelFileMetadata {
  const { kind, family, rank = 0, modules = 0, triggerWords } = recognize({ ...header, name });
  const isLora = kind === 'lora';
  return {
    kind: isLora ? 'lora' : 'weights',
    base: family ?? 'other',
    ...facts,
    ...(isLora ? { rank, modules } : {}),
    triggerWords,
    metadata: readTrainingMetadata(header.metadata),
  };
}
