import type { Post, UsedLora } from './post.js';

/** A model or a LoRA that an image was made with, by the SHA-256 of its files or the first digits of it. */
export interface UsedModel {
  readonly kind: 'model' | 'lora';
  readonly hash: string;
}

/** What images of a version of the hub are found by. */
export interface UsedModelQuery extends UsedModel {
  /** What the same files are called in the server's own folder: images that say they were made with that are not the version's. */
  readonly excludeNames?: string;
}

/** As far as the image says what their files were. */
export const usedModelsOf = ({ model }: Pick<Post, 'model'>, loras: readonly UsedLora[] = []): UsedModel[] => [
  ...(model?.hash ? [{ kind: 'model' as const, hash: model.hash }] : []),
  ...loras.flatMap(({ hash }) => (hash === null ? [] : [{ kind: 'lora' as const, hash }])),
];

/** Images from elsewhere know the first digits of a hash: as many as these, or more. */
const DIGITS_AT_LEAST = 10;

/** What images may say of a hash, the shortest first: all of it, too. */
export const hashPrefixesOf = (hash: string): string[] =>
  Array.from({ length: hash.length - DIGITS_AT_LEAST + 1 }, (_, more) => hash.slice(0, DIGITS_AT_LEAST + more));
