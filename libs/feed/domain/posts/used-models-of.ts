import type { UsableKind } from '@visionary/contract';
import type { Post, PostAddition } from './post.js';

/** A model or addition that an image was made with, by the SHA-256 of its files or a prefix of it. */
export interface UsedModel {
  readonly kind: UsableKind;
  readonly hash: string;
}

/** Selects the images of a hub version. */
export interface UsedModelQuery extends UsedModel {
  /** The local name of the same files. Images made under it belong to the local model. */
  readonly excludeName?: string;
}

/** A post in a list of images made with a model. */
export interface ModelPost {
  /** ms since 1970; orders the list. */
  readonly value: number;
  readonly id: string;
  readonly authorId: string;
  readonly isForEveryone: boolean;
}

/** The model and additions with a known hash. */
export const usedModelsOf = ({ model }: Pick<Post, 'model'>, additions: readonly PostAddition[] = []): UsedModel[] => [
  ...(model?.hash ? [{ kind: 'model' as const, hash: model.hash }] : []),
  ...additions.flatMap(({ kind, hash }) => (hash === null ? [] : [{ kind, hash }])),
];

/** The shortest prefix of a hash that images from elsewhere name a model by. */
const MIN_HASH_DIGITS = 10;

/** All prefixes of a hash that images may contain, shortest first, including the full hash. */
export const hashPrefixesOf = (hash: string): string[] =>
  Array.from({ length: hash.length - MIN_HASH_DIGITS + 1 }, (_, more) => hash.slice(0, MIN_HASH_DIGITS + more));
