import type { ImageJob } from '@visionary/diffusion';
import { applyPromptPrefix } from '@visionary/infotext';
import type { PromptChange, RenderJob, StopPoint } from '../../../libs/generation/domain/renderer-protocol.js';

/** Seeds wrap around, so that every batch stays within 32 bits. */
export function seedOf(job: Pick<RenderJob, 'seed'>, image: number): number {
  return (job.seed + image) % 2 ** 32;
}

/**
 * The changes that hold in an image, in the order of their steps. A later one makes those void that would come at its
 * step or after it: whoever speaks last has the word from then on, in this image and in those that follow.
 */
export function promptChangesOf(changes: readonly PromptChange[], image: number): PromptChange[] {
  let holding: PromptChange[] = [];
  for (const change of changes.filter((one) => one.image <= image)) {
    holding = [...holding.filter((one) => one.step < change.step), change];
  }
  return holding.map(({ step, prompt, negative }) => ({ image: 0, step, prompt, negative }));
}

/**
 * What renders image `image` of a take alone: the same job always has the same form, to the order of its keys, so
 * that its record is the same text too.
 */
export function singleImageJob(job: RenderJob, image: number, seed = seedOf(job, image)): RenderJob {
  const changes = promptChangesOf(job.promptChanges ?? [], image);
  const { stopPoint } = job;
  return canonicalJob({
    ...job,
    seed,
    batch: 1,
    promptChanges: changes.length > 0 ? changes : undefined,
    stopPoint: stopPoint?.image === image ? { image: 0, step: stopPoint.step } : undefined,
  });
}

/** A job with its keys in one order, and none that say nothing. */
export function canonicalJob(job: WithUndefined<RenderJob>): RenderJob {
  const { prompt, negative, scheduler, steps, guidance, width, height, seed, batch } = job;
  const { added, eta, loras, init, promptChanges, stopPoint } = job;
  return {
    ...{ prompt, negative },
    ...(added && { added: { prefix: added.prefix, negativeSuffix: added.negativeSuffix } }),
    ...{ scheduler, steps, guidance, width, height, seed, batch },
    ...(eta !== undefined && { eta }),
    ...(loras?.length && { loras: loras.map(({ id, weight, sha256 }) => ({ id, weight, ...(sha256 && { sha256 }) })) }),
    ...(init && { init: canonicalInit(init) }),
    ...(promptChanges?.length && { promptChanges: promptChanges.map(canonicalChange) }),
    ...(stopPoint && { stopPoint: canonicalStop(stopPoint) }),
  };
}

/**
 * One image of a take as the library wants it, but for the image it starts from. Changes of the words and the end
 * before its time are not in it: the take's course tells them step by step, those known beforehand like all others.
 * @throws RangeError on a sampler nobody knows
 */
export function imageJob(
  job: RenderJob,
  image: number,
  isKnown: (name: string) => name is ImageJob['scheduler'],
  seed = seedOf(job, image),
): ImageJob {
  const { scheduler, steps, guidance, width, height, eta, added } = job;
  const { prompt, negative } = applyPromptPrefix({ prompt: job.prompt, negative: job.negative }, added);
  if (!isKnown(scheduler)) throw new RangeError(`there is no scheduler ${scheduler}`);
  return { prompt, negative, scheduler, steps, guidance, width, height, seed, ...(eta !== undefined && { eta }) };
}

type WithUndefined<T> = { readonly [K in keyof T]: T[K] | undefined } & {
  readonly [K in RequiredKeys<T>]: T[K];
};
type RequiredKeys<T> = { [K in keyof T]-?: undefined extends T[K] ? never : K }[keyof T];

const canonicalInit = ({ sha256, strength, maskSha256 }: NonNullable<RenderJob['init']>) => ({
  sha256,
  strength,
  ...(maskSha256 && { maskSha256 }),
});
const canonicalChange = ({ image, step, prompt, negative }: PromptChange) => ({ image, step, prompt, negative });
const canonicalStop = ({ image, step }: StopPoint) => ({ image, step });
