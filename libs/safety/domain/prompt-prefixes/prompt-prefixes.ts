import { DomainEvent } from '@visionary/kernel';
import type { StoredPromptPrefix, PromptPrefixScope } from './stored-prompt-prefix.js';

/** Port: what the house adds to prompts. */
export abstract class PromptPrefixes {
  /** Of the instance, this model and this room, as far as they say anything. */
  abstract around(place: { readonly roomId: string; readonly model: string }): Promise<StoredPromptPrefix[]>;
  /** Of the instance and of models. */
  abstract ofInstance(): Promise<StoredPromptPrefix[]>;
  /** In place of what was said before. Inside a unit of work. @returns what was said before */
  abstract put(storedPromptPrefix: StoredPromptPrefix, byId: string, at: number): Promise<StoredPromptPrefix | null>;
  /** @returns whether there was one */
  abstract remove(of: PromptPrefixScope, id: string): Promise<boolean>;
}

export class PromptPrefixChanged extends DomainEvent {
  constructor(
    /** Null: not of one room alone. */
    readonly roomId: string | null,
  ) {
    super();
  }
}
