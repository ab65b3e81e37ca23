import type { UsedModel } from '../posts/used-models-of.js';

/** Of whom it is, and what: their model or LoRA. */
export interface CreditedModel extends UsedModel {
  readonly userId: string;
}

/** What others published with it. */
export interface ModelUsageStats {
  readonly images: number;
  /** How many users, and the last few of them. */
  readonly users: number;
  readonly userIds: readonly string[];
  readonly newestPostId: string;
}

/** Port: what is published with somebody's models and LoRAs. */
export abstract class ModelUsageReader {
  /** By others than its creator, whom no block keeps apart from them, since that moment. @returns null where there is none */
  abstract since(made: CreditedModel, since: number, named: number): Promise<ModelUsageStats | null>;
  /** Whether this user published another image than this with it since then. */
  abstract isKnownUser(
    made: UsedModel,
    { id, authorId }: { readonly id: string; readonly authorId: string },
    since: number,
  ): Promise<boolean>;
}
