import {
  type ModelFamily,
  type ModelPicture,
  type ModelView,
  nearestSizes,
  type SchedulerName,
  type Settings,
  type VocabularySummary,
} from '@visionary/contract';
import type { RejectionDetail } from '@visionary/kernel';
import type { HubVersionRef } from './hub-version-ref.js';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Images in a model's folder. `version` changes with the file. */
export type ModelPictures = Readonly<
  Partial<Record<ModelPicture, { readonly file: string; readonly bytes: number; readonly version: string }>>
>;

export interface Credit {
  readonly what: { readonly en: string; readonly zh: string };
  readonly by: string;
  readonly license: string;
}

/** A model of this instance as users choose it. */
export interface Model {
  /** Folder name, or `useId` of a hub version. */
  readonly id: string;
  /** Absolute path of a local model. */
  readonly dir?: string;
  /** Of a hub model. */
  readonly hub?: HubVersionRef;
  readonly title: string;
  readonly by: string;
  readonly triggerWords?: readonly string[];
  readonly description: { readonly en: string; readonly zh: string };
  readonly license: string;
  /** What its own card says. Only the bytes of the files tell whether it can be believed. */
  readonly drawsNothingForbidden?: boolean;
  /** Trained sizes, the native one first. */
  readonly sizes: readonly [Size, ...Size[]];
  /** Width and height must be multiples of it. */
  readonly sizeMultiple: number;
  readonly schedulers: readonly SchedulerName[];
  readonly recommended: Settings;
  /** For drafts. */
  readonly draft?: ModelView['draft'];
  /** What the trial of a hub model measured. */
  readonly trial?: { readonly stepMs: number; readonly loadMs: number } & Size;
  readonly examples: { readonly en: readonly string[]; readonly zh: readonly string[] };
  readonly family: ModelFamily;
  /** Whether it accepts init images. */
  readonly supportsImg2img: boolean;
  /** Undefined if it reads one fixed layer of its text encoder. */
  readonly maxClipSkip?: number | undefined;
  /** Absent if it came without a vocabulary. */
  readonly vocabulary?: VocabularySummary;
  /** Of a local model. */
  readonly pictures?: ModelPictures;
  /** Its networks. */
  readonly parts?: readonly { readonly name: string; readonly parameters: number }[] | undefined;
  /** Whose work it was made from. */
  readonly credits?: readonly Credit[] | undefined;
}

/** Port: the models of this instance, in display order. */
export abstract class ModelCatalog {
  abstract list(): Promise<readonly Model[]>;

  async find(id: string): Promise<Model | undefined> {
    return (await this.list()).find((model) => model.id === id);
  }
}

/** Attention memory grows with the square of the area, so much larger images exhaust the machine's memory. */
const MAX_AREA_FACTOR = 4;

/** Of the final image. */
export const maxPixelsOf = ({ sizes: [native] }: Model): number => MAX_AREA_FACTOR * native.width * native.height;

const NAMED_SIZES = 2;

/** @returns the violated limits and the nearest sizes of the model; undefined if the size is valid */
export const validateSize = (model: Model, { width, height }: Size): RejectionDetail | undefined => {
  const maxPixels = maxPixelsOf(model);
  const fits = width % model.sizeMultiple === 0 && height % model.sizeMultiple === 0 && width * height <= maxPixels;
  const nearest = nearestSizes(model.sizes, { width, height }, NAMED_SIZES).map((size) => ({ ...size }));
  return fits ? undefined : { width, height, multiple: model.sizeMultiple, maxPixels, nearest };
};
