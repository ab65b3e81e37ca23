import type { HubVersionRef } from './hub-version-ref.js';
import type { Model } from './model.js';
import type { TakeLora } from './take.js';

/** A LoRA of this instance as users choose it. */
export interface Lora {
  /** Its file's name without the ending, or what the hub calls that version. */
  readonly id: string;
  /** Absolute; undefined where it does not lie in the folder of models. */
  readonly path?: string;
  /** Where it is one of the hub. */
  readonly hub?: HubVersionRef;
  readonly title: string;
  readonly by: string;
  readonly description: { readonly en: string; readonly zh: string };
  readonly license: string;
  readonly triggerWords: readonly string[];
  /** The weight its creator recommends. */
  readonly weight: number;
}

/** Whether a LoRA goes with a model: made for another base, or its shapes match nothing there, or nobody knows yet. */
export type LoraCompatibilityStatus = 'fits' | 'wrongBase' | 'shapeMismatch' | 'notChecked';

export interface TaggedPrompt {
  /** The words without the tags. */
  readonly text: string;
  readonly loras: readonly TakeLora[];
}

/** Port: the LoRAs there are, in the order users see them. */
export abstract class LoraCatalog {
  abstract list(): Promise<readonly Lora[]>;
  /** Whether a LoRA's shapes match a model. What was looked at once is answered from memory while the files are the same. */
  abstract compatibleWith(lora: Lora, model: Model): Promise<boolean>;
  /** As `fits`, with why not. */
  async checkCompatibility(lora: Lora, model: Model): Promise<LoraCompatibilityStatus> {
    return (await this.compatibleWith(lora, model)) ? 'fits' : 'shapeMismatch';
  }
  /** The same where nothing has to be read for it; undefined where something has. */
  cachedCompatibility(_lora: Lora, _model: Model): LoraCompatibilityStatus | undefined {
    return undefined;
  }
  /** Takes what a prompt asks for in the field's way, `<lora:name:weight>`, out of it. */
  abstract parseLoraTags(prompt: string): TaggedPrompt;

  async find(id: string): Promise<Lora | undefined> {
    return (await this.list()).find((lora) => lora.id === id);
  }
}

/** How many a take may have, and how much of each. */
export abstract class LoraLimits {
  abstract readonly atMost: number;
  abstract readonly weight: { readonly min: number; readonly max: number };
}

/** A LoRA in settings and prompt is one; the prompt says last how much of it. Those that change nothing are left out. */
export const mergeLoras = (settings: readonly TakeLora[], tags: readonly TakeLora[]): TakeLora[] => {
  const weights = new Map([...settings, ...tags].map(({ id, weight }) => [id, weight]));
  return [...weights].map(([id, weight]) => ({ id, weight })).filter(({ weight }) => weight !== 0);
};
