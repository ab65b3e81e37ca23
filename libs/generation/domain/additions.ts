import type { AdditionFacts, AdditionKind, AdditionMismatchReason, ModelFamily } from '@visionary/contract';
import type { HubVersionRef } from './hub-version-ref.js';
import type { Model } from './model.js';
import type { JobFileKind } from './renderer-protocol.js';

/** An embedding, VAE, ControlNet, or upscaler of this instance as users choose it. */
export interface Addition {
  /** File name without extension, or `useId` of a hub version. */
  readonly id: string;
  readonly kind: AdditionKind;
  /** Absolute path of a local file. */
  readonly path?: string;
  /** Of the hub. */
  readonly hub?: HubVersionRef;
  readonly title: string;
  readonly by: string;
  readonly description: { readonly en: string; readonly zh: string };
  readonly license: string;
  readonly triggerWords: readonly string[];
  readonly base: ModelFamily;
  readonly facts: AdditionFacts;
  readonly bytes: number;
}

/** `wrongBase`: a VAE made for the latents of another family. `notChecked`: nothing is known about the model. */
export type AdditionMisfit =
  | { readonly reason: 'wrongBase' | 'notChecked' }
  | { readonly reason: AdditionMismatchReason; readonly file?: number; readonly model?: number };

/** Folders inside the models folder. */
export const JOB_FILE_FOLDERS: Readonly<Record<JobFileKind, string>> = {
  lora: 'loras',
  embedding: 'embeddings',
  vae: 'vae',
  controlnet: 'controlnet',
  upscaler: 'upscalers',
};

/** Port: the additions of this instance, in display order. */
export abstract class AdditionCatalog {
  abstract list(kind: AdditionKind): Promise<readonly Addition[]>;
  /** @returns tells why an addition does not fit the model; undefined if it fits */
  abstract misfitsOf(model: Model): Promise<(addition: Addition) => AdditionMisfit | undefined>;

  async find(kind: AdditionKind, id: string): Promise<Addition | undefined> {
    return (await this.list(kind)).find((addition) => addition.id === id);
  }
}

/** The word that stands for an embedding in prompts. */
export const wordOf = ({ triggerWords: [word], id }: Addition): string => word ?? id;
