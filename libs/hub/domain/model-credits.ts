/** Kinds of files whose creators are credited, and whose images are counted. */
export const CREDITED_KINDS = ['model', 'lora'] as const;
export type LocalModelKind = (typeof CREDITED_KINDS)[number];

export const isCreditedKind = (kind: string): kind is LocalModelKind =>
  (CREDITED_KINDS as readonly string[]).includes(kind);

/** A model or LoRA by its files, as takes record it. */
export interface ModelFileRef {
  readonly kind: LocalModelKind;
  /** SHA-256, hex, of a model's folder or a LoRA's file. May be a prefix in imported images. */
  readonly hash: string;
}

/** Credits a creator. `name` is the name of the folder or file at that time. Time in ms since 1970. */
export interface ModelCredit extends ModelFileRef {
  readonly name: string;
  readonly userId: string;
  readonly at: number;
}

/** A local model or LoRA by its name. */
export interface LocalModelName {
  readonly kind: LocalModelKind;
  readonly name: string;
}

/** Shorter prefixes are ambiguous. */
export const MIN_HASH_DIGITS = 10;

export const keyOf = ({ kind, name }: LocalModelName): string => `${kind}:${name}`;
