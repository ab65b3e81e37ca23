import { nameKeys } from '@visionary/accounts';
import type { ModelNameKeys } from '../../domain/versions/model-changes.js';

const INSIGNIFICANT_TAIL = /[\s._-]+$/u;
/** Length of the column. */
const MAX_REF_KEY_LENGTH = 300;

const slugOf = (name: string): string => name.trim().replace(/\s+/gu, '-');

/** The reference of a version in settings and infotexts: `Ink-wash@1.0`. Keeps letters of any script. */
export const versionRefOf = (name: string, label: string): string => `${slugOf(name)}@${label}`;

/** Ignores case, width, confusable letters, and trailing punctuation. */
export const nameKeysOf = (name: string): ModelNameKeys => nameKeys(slugOf(name).replace(INSIGNIFICANT_TAIL, ''));

export const isSameName = (one: ModelNameKeys, other: ModelNameKeys): boolean =>
  one.folded === other.folded || one.confusable === other.confusable;

/** Identifies a version by its name and label under the rules of `nameKeysOf`. */
export const refKeyOf = (name: string, label: string): string =>
  `${nameKeysOf(name).folded}@${nameKeysOf(label).folded}`.slice(0, MAX_REF_KEY_LENGTH);
