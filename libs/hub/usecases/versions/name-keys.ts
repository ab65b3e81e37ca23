import { nameKeys } from '@visionary/accounts';
import type { ModelKeys } from '../../domain/versions/shelf.js';
import { slugOf } from '../../domain/versions/use-id.js';

/** Nobody tells by these whether two names are one. */
const TAIL = /[\s._-]+$/u;
/** As long as its column. */
const USE_KEY_LENGTH = 300;

/** A name as it is told from others: case, width, look-alike letters, and dots or spaces behind it make none. */
export const modelKeys = (name: string): ModelKeys => nameKeys(slugOf(name).replace(TAIL, ''));

export const areOne = (one: ModelKeys, other: ModelKeys): boolean =>
  one.folded === other.folded || one.looks === other.looks;

/** A version by its name and label as they are told from others. */
export const useKeyOf = (name: string, label: string): string =>
  `${modelKeys(name).folded}@${modelKeys(label).folded}`.slice(0, USE_KEY_LENGTH);
