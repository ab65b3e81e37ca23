import { nameKeys } from '@visionary/accounts';
import type { ModelNameKeys } from '../../domain/versions/model-repository.js';
import { slugOf } from '../../domain/versions/version-ref.js';

/** Nobody tells by these whether two names are one. */
const TAIL = /[\s._-]+$/u;
/** As long as its column. */
const USE_KEY_LENGTH = 300;

/** A name as it is told from others: case, width, look-alike letters, and dots or spaces behind it make none. */
export const nameKeysOf = (name: string): ModelNameKeys => nameKeys(slugOf(name).replace(TAIL, ''));

export const isSameName = (one: ModelNameKeys, other: ModelNameKeys): boolean =>
  one.folded === other.folded || one.confusable === other.confusable;

/** A version by its name and label as they are told from others. */
export const refKeyOf = (name: string, label: string): string =>
  `${nameKeysOf(name).folded}@${nameKeysOf(label).folded}`.slice(0, USE_KEY_LENGTH);
