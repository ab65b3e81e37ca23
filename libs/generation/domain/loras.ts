import type { LoraRef, LoraView, ModelFileMetadata } from '@visionary/contract';
import type { HubVersionRef } from './hub-version-ref.js';
import type { Model, ModelPictures } from './model.js';

/** A LoRA of this instance as users choose it. */
export interface Lora {
  /** File name without extension, or `useId` of a hub version. */
  readonly id: string;
  /** Absolute path of a local LoRA. */
  readonly path?: string;
  /** Of a hub LoRA. */
  readonly hub?: HubVersionRef;
  readonly title: string;
  readonly by: string;
  readonly description: { readonly en: string; readonly zh: string };
  readonly license: string;
  /** As for a model. */
  readonly drawsNothingForbidden?: boolean;
  readonly triggerWords: readonly string[];
  /** Of a local LoRA: images beside its file. */
  readonly pictures?: ModelPictures;
  /** Recommended by its creator. */
  readonly weight: number;
  /** Settings that it was trained for, such as few steps without guidance. */
  readonly recommended?: LoraView['recommended'];
}

/** `wrongBase`: made for another base model, whatever else matches. `shapeMismatch`: no tensor matches. */
export type LoraCompatibilityStatus = 'fits' | 'wrongBase' | 'shapeMismatch' | 'notChecked';

export interface TaggedPrompt {
  /** The prompt without LoRA tags. */
  readonly text: string;
  readonly loras: readonly LoraRef[];
}

/** Port: the LoRAs of this instance, in display order. */
export abstract class LoraCatalog {
  abstract list(): Promise<readonly Lora[]>;
  /** Whether the tensor shapes of a LoRA match a model. Cached until a file changes. */
  abstract compatibleWith(lora: Lora, model: Model): Promise<boolean>;

  /** As `compatibleWith`, with the reason. */
  async checkCompatibility(lora: Lora, model: Model): Promise<LoraCompatibilityStatus> {
    return (await this.compatibleWith(lora, model)) ? 'fits' : 'shapeMismatch';
  }

  /** As `checkCompatibility`, from memory only. */
  cachedCompatibility(_lora: Lora, _model: Model): LoraCompatibilityStatus | undefined {
    return undefined;
  }

  /** What the header of a local LoRA tells. @returns null for one of the hub, and if it is unreadable */
  async metadata(_lora: Lora): Promise<ModelFileMetadata | null> {
    return null;
  }

  /** Separates `<lora:name:weight>` tags from a prompt. */
  abstract parseLoraTags(prompt: string): TaggedPrompt;

  async find(id: string): Promise<Lora | undefined> {
    return (await this.list()).find((lora) => lora.id === id);
  }
}

/** Merges LoRAs of settings and prompt. The prompt's weight wins; weight 0 removes a LoRA. */
export const mergeLoras = (settings: readonly LoraRef[], tags: readonly LoraRef[]): LoraRef[] => {
  const weights = new Map([...settings, ...tags].map(({ id, weight }) => [id, weight]));
  return [...weights].map(([id, weight]) => ({ id, weight })).filter(({ weight }) => weight !== 0);
};

/** Identifies what a take needs in memory. The same model with other LoRAs or weights may be another session; another VAE is. */
export const modelMemoryKey = (model: string, loras: readonly LoraRef[] = [], vae?: string): string =>
  [
    model,
    ...loras.map(({ id, weight }) => `${id}@${weight}`).sort(),
    ...(vae === undefined ? [] : [`vae:${vae}`]),
  ].join('|');

/** What a renderer has in memory. An adaptable model without merged LoRAs has a key that stands for any LoRAs. */
export const loadedMemoryKey = ({ modelName, loras, vae, isAdaptable }: LoadedModel): string => {
  const key = modelMemoryKey(modelName, loras, vae);
  return isAdaptable && loras.length === 0 ? withAnyLoras(key) : key;
};

interface LoadedModel {
  readonly modelName: string;
  readonly loras: readonly LoraRef[];
  readonly vae?: string;
  readonly isAdaptable?: boolean;
}

/** The key of the model with its VAE alone. */
export const withoutLoras = (memoryKey: string): string =>
  memoryKey
    .split('|')
    .filter((part, i) => i === 0 || part.startsWith('vae:'))
    .join('|');

/** Whether a take can start with what is in memory. */
export const isInMemory = (loadedKeys: readonly string[], memoryKey: string): boolean =>
  loadedKeys.includes(memoryKey) || loadedKeys.includes(withAnyLoras(memoryKey));

const withAnyLoras = (memoryKey: string): string => `${withoutLoras(memoryKey)}|*`;

/** Explains a mismatch by the base model that the creator chose. Compatibility itself depends on shapes only. */
export const hasDifferentBase = ({ hub }: Lora, { family }: Model): boolean =>
  hub !== undefined && hub.base !== family && ![hub.base, family].includes('other');
