import type { Post, UsedLora } from './post.js';

/** A model or a LoRA that a picture was made with, by the SHA-256 of its files or the first digits of it. */
export interface MadeWith {
  readonly kind: 'model' | 'lora';
  readonly hash: string;
}

/** What pictures of a version of the hub are found by. */
export interface MadeAs extends MadeWith {
  /** What the same files are called in the server's own folder: pictures that say they were made with that are not the version's. */
  readonly notAs?: string;
}

/** As far as the picture says what their files were. */
export const madeWith = ({ model }: Pick<Post, 'model'>, loras: readonly UsedLora[] = []): MadeWith[] => [
  ...(model?.hash ? [{ kind: 'model' as const, hash: model.hash }] : []),
  ...loras.flatMap(({ hash }) => (hash === null ? [] : [{ kind: 'lora' as const, hash }])),
];

/** Pictures from elsewhere know the first digits of a hash: as many as these, or more. */
const DIGITS_AT_LEAST = 10;

/** What pictures may say of a hash, the shortest first: all of it, too. */
export const beginningsOf = (hash: string): string[] =>
  Array.from({ length: hash.length - DIGITS_AT_LEAST + 1 }, (_, more) => hash.slice(0, DIGITS_AT_LEAST + more));
