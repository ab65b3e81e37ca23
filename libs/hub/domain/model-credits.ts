import { type HubKind, UsableKind } from '@visionary/contract';

/** Kinds of files whose creators are credited, and whose images are counted. */
export const isCreditedKind = (kind: HubKind): kind is UsableKind => kind !== 'weights';

/** A model or addition by its files, as takes record it. */
export interface ModelFileRef {
  readonly kind: UsableKind;
  /** SHA-256, hex, of a model's folder or an addition's file. May be a prefix in imported images. */
  readonly hash: string;
}

/** Credits a creator. `name` is the name of the folder or file at that time. Time in ms since 1970. */
export interface ModelCredit extends ModelFileRef {
  readonly name: string;
  readonly userId: string;
  readonly at: number;
}

/** A local model or addition by its name. */
export interface LocalModelName {
  readonly kind: UsableKind;
  readonly name: string;
}

/** Shorter prefixes are ambiguous. */
export const MIN_HASH_DIGITS = 10;

export const keyOf = ({ kind, name }: LocalModelName): string => `${kind}:${name}`;
