import type { ModelFamily, SchedulerName } from '@visionary/contract';
import type { Model, Size } from './model.js';

/** How steps are taken. */
interface StepSettings {
  readonly scheduler?: string;
  readonly steps?: number;
  readonly guidance?: number;
}

/** `visionary.json` of a model's folder, by its creator. All fields are optional. */
export interface ModelCard {
  readonly title?: string;
  readonly by?: string;
  readonly license?: string;
  /** Honored for what ships with the server, never for files of others. */
  readonly drawsNothingForbidden?: boolean;
  readonly about?: { readonly en: string; readonly zh: string };
  readonly recommended?: StepSettings & { readonly width?: number; readonly height?: number };
  /** For drafts. */
  readonly draft?: StepSettings;
  readonly examples?: { readonly en: readonly string[]; readonly zh: readonly string[] };
  readonly sizes?: readonly Size[];
  /** File names of images in the folder: one that shows the model in lists, and a sheet of examples. */
  readonly pictures?: { readonly title?: string | undefined; readonly sheet?: string | undefined } | undefined;
  readonly parts?: Model['parts'];
  readonly credits?: Model['credits'];
}

/** What a model's configuration files define. The server never loads ONNX, so no graph is read. */
export interface ModelMetadata {
  readonly nativeSize: number;
  readonly sizeMultiple: number;
  readonly schedulerClass: string;
  readonly usesKarras: boolean;
  /** Used if the card recommends nothing. */
  readonly defaults: { readonly steps: number; readonly guidance: number };
  readonly usesSde: boolean;
  readonly family: ModelFamily;
  /** Whether it has a VAE encoder, which init images need. */
  readonly takesImages: boolean;
  /** Absent if it reads one fixed layer of its text encoder. */
  readonly maxClipSkip?: number | undefined;
  readonly card: ModelCard;
  /** Why the card was ignored. */
  readonly cardError?: string;
}

export type FileMetadata = Omit<ModelMetadata, 'card' | 'cardError'>;
export type CardSettings = Pick<ModelCard, 'recommended' | 'draft' | 'sizes'>;

/** Scheduler classes of diffusers, with the same or the closest scheduler of this engine. */
const SCHEDULER_OF_CLASS: Readonly<Record<string, SchedulerName>> = {
  DDIMScheduler: 'ddim',
  PNDMScheduler: 'pndm',
  EulerDiscreteScheduler: 'euler',
  EulerAncestralDiscreteScheduler: 'euler_ancestral',
  HeunDiscreteScheduler: 'heun',
  DPMSolverMultistepScheduler: 'dpmpp_2m',
  DPMSolverSinglestepScheduler: 'dpmpp_2m',
  DPMSolverSDEScheduler: 'dpmpp_2m_sde_karras',
  UniPCMultistepScheduler: 'unipc',
  DEISMultistepScheduler: 'unipc',
  LCMScheduler: 'lcm',
};
const DEFAULT_SCHEDULER = 'euler';

type DerivedSettings = Pick<
  Model,
  'sizes' | 'sizeMultiple' | 'schedulers' | 'recommended' | 'draft' | 'family' | 'supportsImg2img' | 'maxClipSkip'
>;

/** Merges a model's files and its card. @param schedulers names of all schedulers, the default first */
export const deriveSettings = (
  model: string,
  facts: FileMetadata,
  card: CardSettings,
  schedulers: readonly SchedulerName[],
): DerivedSettings => {
  const square = { width: facts.nativeSize, height: facts.nativeSize };
  const [native = square, ...otherSizes] = card.sizes ?? [];
  return {
    sizes: [native, ...otherSizes],
    sizeMultiple: facts.sizeMultiple,
    schedulers,
    recommended: recommendedOf(model, native, facts, card.recommended ?? {}, schedulers),
    ...draftOf(card.draft, schedulers),
    family: facts.family,
    supportsImg2img: facts.takesImages,
    ...(facts.maxClipSkip !== undefined && { maxClipSkip: facts.maxClipSkip }),
  };
};

const draftOf = (draft: CardSettings['draft'], schedulers: readonly SchedulerName[]): Pick<Model, 'draft'> => {
  if (!draft) return {};
  const { scheduler: name, ...steps } = draft;
  const scheduler = schedulers.find((one) => one === name);
  return { draft: { ...steps, ...(scheduler && { scheduler }) } };
};

const schedulerOf = ({ schedulerClass, usesKarras, usesSde }: FileMetadata): SchedulerName => {
  const scheduler = SCHEDULER_OF_CLASS[schedulerClass] ?? DEFAULT_SCHEDULER;
  if (scheduler !== 'dpmpp_2m') return scheduler;
  if (usesSde) return 'dpmpp_2m_sde_karras';
  return usesKarras ? 'dpmpp_2m_karras' : scheduler;
};

const recommendedOf = (
  model: string,
  native: Size,
  facts: FileMetadata,
  card: NonNullable<CardSettings['recommended']>,
  schedulers: readonly SchedulerName[],
): Model['recommended'] => {
  const modelScheduler = schedulerOf(facts);
  const supported = [card.scheduler, modelScheduler].flatMap((name) => schedulers.find((one) => one === name) ?? []);
  return {
    model,
    scheduler: supported[0] ?? schedulers[0] ?? modelScheduler,
    steps: card.steps ?? facts.defaults.steps,
    guidance: card.guidance ?? facts.defaults.guidance,
    width: card.width ?? native.width,
    height: card.height ?? native.height,
    seed: -1,
    batch: 1,
  };
};
