import type { Model, Size } from './model.js';
import type { ModelCard, ModelMetadata } from './model-facts.js';

/** What a model's own files say, as far as users who choose it are told. */
export type FromFiles = Omit<ModelMetadata, 'card' | 'cardError'>;
/** What its creator says in its place. */
export type FromCard = Pick<ModelCard, 'recommended' | 'sizes'>;

/** The schedulers' names in diffusers, where ours do the same or come closest. */
const SCHEDULER_OF_CLASS: Readonly<Record<string, string>> = {
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
const ELSE_SCHEDULER = 'euler';

type Suited = Pick<Model, 'sizes' | 'sizeMultiple' | 'schedulers' | 'recommended' | 'family' | 'takesImages'>;

/** @param schedulers names of all there are, the usual one first */
export const deriveSettings = (
  model: string,
  facts: FromFiles,
  said: FromCard,
  schedulers: readonly string[],
): Suited => {
  const square = { width: facts.nativeSize, height: facts.nativeSize };
  const [own = square, ...others] = said.sizes ?? [];
  return {
    sizes: [own, ...others],
    sizeMultiple: facts.sizeMultiple,
    schedulers,
    recommended: recommendedOf(model, own, facts, said.recommended ?? {}, schedulers),
    family: facts.family,
    takesImages: facts.takesImages,
  };
};

const schedulerOf = ({ schedulerClass, usesKarras, usesSde }: FromFiles): string => {
  const named = SCHEDULER_OF_CLASS[schedulerClass] ?? ELSE_SCHEDULER;
  if (named !== 'dpmpp_2m') return named;
  if (usesSde) return 'dpmpp_2m_sde_karras';
  return usesKarras ? 'dpmpp_2m_karras' : named;
};

const recommendedOf = (
  model: string,
  own: Size,
  facts: FromFiles,
  given: NonNullable<FromCard['recommended']>,
  schedulers: readonly string[],
): Model['recommended'] => {
  const trained = schedulerOf(facts);
  const known = [given.scheduler, trained, schedulers[0]].find(
    (name) => name !== undefined && schedulers.includes(name),
  );
  return {
    model,
    scheduler: known ?? trained,
    steps: given.steps ?? facts.defaults.steps,
    guidance: given.guidance ?? facts.defaults.guidance,
    width: given.width ?? own.width,
    height: given.height ?? own.height,
    seed: -1,
    batch: 1,
  };
};
