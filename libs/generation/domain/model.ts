import type { HubVersionRef } from './hub-version-ref.js';
import type { ModelFamily } from './model-family.js';
import type { TakeSettings } from './take.js';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A model of this instance as users choose it. */
export interface Model {
  /** Its folder's name, or what the hub calls that version. */
  readonly id: string;
  /** Absolute; undefined where nothing of it lies in the folder of models. */
  readonly dir?: string;
  /** Where it is one of the hub. */
  readonly hub?: HubVersionRef;
  readonly title: string;
  readonly by: string;
  /** Words that bring out what it was trained on. */
  readonly triggerWords?: readonly string[];
  readonly about: { readonly en: string; readonly zh: string };
  readonly license: string;
  /** Sizes it was trained for, its own first. */
  readonly sizes: readonly [Size, ...Size[]];
  /** Sides must be multiples of it. */
  readonly sizeMultiple: number;
  readonly schedulers: readonly string[];
  readonly recommended: TakeSettings;
  readonly examples: { readonly en: readonly string[]; readonly zh: readonly string[] };
  readonly family: ModelFamily;
  /** Whether it can start from an image. */
  readonly takesImages: boolean;
}

/** Port: the models there are, in the order users see them. */
export abstract class ModelCatalog {
  abstract list(): Promise<readonly Model[]>;

  async find(id: string): Promise<Model | undefined> {
    return (await this.list()).find((model) => model.id === id);
  }
}

/** Attention grows with the square of the area: a model asked for much more than it learnt takes the machine's memory. */
const AREA_AT_MOST = 4;

/** @returns why this size cannot be rendered, undefined when it can. */
export const validateSize = (model: Model, { width, height }: Size): Readonly<Record<string, number>> | undefined => {
  const [own] = model.sizes;
  const maxPixels = AREA_AT_MOST * own.width * own.height;
  const fits = width % model.sizeMultiple === 0 && height % model.sizeMultiple === 0 && width * height <= maxPixels;
  return fits ? undefined : { width, height, multiple: model.sizeMultiple, maxPixels };
};
