import type { MadeWith } from '../posts/made-with.js';

/** Of whom it is, and what: their model or LoRA. */
export interface MadeBy extends MadeWith {
  readonly personId: string;
}

/** What others published with it. */
export interface Uses {
  readonly pictures: number;
  /** How many people, and the last few of them. */
  readonly people: number;
  readonly peopleIds: readonly string[];
  readonly newestPostId: string;
}

/** Port: what is published with somebody's models and LoRAs. */
export abstract class ModelUses {
  /** By others than its maker, whom no block keeps apart from them, since that moment. @returns null where there is none */
  abstract since(made: MadeBy, since: number, named: number): Promise<Uses | null>;
  /** Whether this person published another picture than this with it since then. */
  abstract isKnownUser(
    made: MadeWith,
    { id, authorId }: { readonly id: string; readonly authorId: string },
    since: number,
  ): Promise<boolean>;
}
