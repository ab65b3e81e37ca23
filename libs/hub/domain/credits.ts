export type MadeKind = 'model' | 'lora';

/** A model or a LoRA by what its files are, as takes record it. */
export interface Made {
  readonly kind: MadeKind;
  /** SHA-256, hex: of a model's folder, of a LoRA's file. Pictures from elsewhere know its first digits alone. */
  readonly hash: string;
}

/** Who made it. `name` is its folder's or file's when that was said; time in ms since 1970. */
export interface Credit extends Made {
  readonly name: string;
  readonly personId: string;
  readonly at: number;
}

/** A model or a LoRA by the name it goes by here. */
export interface Called {
  readonly kind: MadeKind;
  readonly name: string;
}

/** Fewer digits may be anything's. */
export const DIGITS_AT_LEAST = 10;

/** Port: who made which models and LoRAs. Each has one maker. */
export abstract class Credits {
  /** Whoever was said to have made it before has not. */
  abstract give(credit: Credit): Promise<void>;
  /** Of all files that went by this name. @returns what was said of them */
  abstract takeBack(called: Called): Promise<Credit[]>;
  /** Those of these files that somebody made, in the order of their keys. One query. */
  abstract ofFiles(made: readonly Made[]): Promise<Credit[]>;
  /** What is said of those that go by these names, the last said of each. One query. */
  abstract ofNames(called: readonly Called[]): Promise<Credit[]>;
  /** What somebody made, the last said first, each name once. */
  abstract by(personId: string): Promise<Credit[]>;
  abstract all(): Promise<Credit[]>;
  /** Inside a unit of work: nobody else says anything about it until the end. @returns whether it is still said */
  abstract hold(credit: Credit): Promise<boolean>;
  /** Somebody is gone. */
  abstract forgetPerson(personId: string): Promise<void>;
}

export const keyOf = ({ kind, name }: Called): string => `${kind}:${name}`;
