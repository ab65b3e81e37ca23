import type { HeaderFile } from '../checkpoint/checkpoint-files.js';
import type { Recognition, WeightsKind } from '../recognition/recognition.js';
import { isEmbedding } from '../embeddings/embedding-file.js';
import { recognize } from '../recognition/recognize.js';

/** Files beside LoRAs that people add to a model. */
export const ADDITION_KINDS = ['embedding', 'vae', 'controlnet', 'upscaler'] as const;
export type AdditionKind = (typeof ADDITION_KINDS)[number];

const KINDS: Readonly<Partial<Record<WeightsKind, AdditionKind>>> = {
  embedding: 'embedding',
  vae: 'vae',
  controlNet: 'controlnet',
  upscaler: 'upscaler',
};

/** @returns undefined for a file that is none, or one of a family that cannot be used */
export function additionKindOf(
  header: HeaderFile,
  { kind, unsupported }: Recognition = recognize(header),
): AdditionKind | undefined {
  const found = unsupported === undefined ? KINDS[kind] : undefined;
  if (found === 'embedding' && !isEmbedding(header.tensors)) return undefined;
  return found === 'vae' && !hasImages(header, 'decoder.conv_in.weight') ? undefined : found;
}

/** Networks for video have the same names for tensors of another rank. */
function hasImages({ tensors }: HeaderFile, mark: string): boolean {
  return [...tensors].some(([name, { shape }]) => name.endsWith(mark) && shape.length === 4);
}
