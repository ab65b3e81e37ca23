export type LocalModelKind = 'model' | 'lora';

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

/** Port: credits of models and LoRAs. Each has one creator. */
export abstract class ModelCredits {
  /** Replaces an existing credit. */
  abstract assign(modelCredit: ModelCredit): Promise<void>;
  /** Revokes the credits of all files with this name. @returns the revoked credits */
  abstract revoke(localModelName: LocalModelName): Promise<ModelCredit[]>;
  /** Credits of these files in the order of their keys. One query. */
  abstract ofFiles(made: readonly ModelFileRef[]): Promise<ModelCredit[]>;
  /** The latest credit of each name. One query. */
  abstract ofNames(called: readonly LocalModelName[]): Promise<ModelCredit[]>;
  /** A user's credits, newest first, one per name. */
  abstract by(userId: string): Promise<ModelCredit[]>;
  abstract all(): Promise<ModelCredit[]>;
  /** Locks the credit until the unit of work ends. @returns whether it still holds */
  abstract hold(modelCredit: ModelCredit): Promise<boolean>;
  abstract forgetUser(userId: string): Promise<void>;
}

export const keyOf = ({ kind, name }: LocalModelName): string => `${kind}:${name}`;
