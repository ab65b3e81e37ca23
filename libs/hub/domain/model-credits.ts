export type LocalModelKind = 'model' | 'lora';

/** A model or a LoRA by what its files are, as takes record it. */
export interface ModelFileRef {
  readonly kind: LocalModelKind;
  /** SHA-256, hex: of a model's folder, of a LoRA's file. Images from elsewhere know its first digits alone. */
  readonly hash: string;
}

/** Who made it. `name` is its folder's or file's when that was said; time in ms since 1970. */
export interface ModelCredit extends ModelFileRef {
  readonly name: string;
  readonly userId: string;
  readonly at: number;
}

/** A model or a LoRA by the name it goes by here. */
export interface LocalModelName {
  readonly kind: LocalModelKind;
  readonly name: string;
}

/** Fewer digits may be anything's. */
export const DIGITS_AT_LEAST = 10;

/** Port: who made which models and LoRAs. Each has one creator. */
export abstract class ModelCredits {
  /** Whoever was said to have made it before has not. */
  abstract assign(modelCredit: ModelCredit): Promise<void>;
  /** Of all files that went by this name. @returns what was said of them */
  abstract revoke(localModelName: LocalModelName): Promise<ModelCredit[]>;
  /** Those of these files that somebody made, in the order of their keys. One query. */
  abstract ofFiles(made: readonly ModelFileRef[]): Promise<ModelCredit[]>;
  /** What is said of those that go by these names, the last said of each. One query. */
  abstract ofNames(called: readonly LocalModelName[]): Promise<ModelCredit[]>;
  /** What somebody made, the last said first, each name once. */
  abstract by(userId: string): Promise<ModelCredit[]>;
  abstract all(): Promise<ModelCredit[]>;
  /** Inside a unit of work: nobody else says anything about it until the end. @returns whether it is still said */
  abstract hold(modelCredit: ModelCredit): Promise<boolean>;
  /** Somebody is gone. */
  abstract forgetUser(userId: string): Promise<void>;
}

export const keyOf = ({ kind, name }: LocalModelName): string => `${kind}:${name}`;
