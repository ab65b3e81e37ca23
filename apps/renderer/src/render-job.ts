import type { ImageJob } from '@visionary/diffusion';
import { applyPromptPrefix } from '@visionary/infotext';
import type { PromptChange, RenderJob, StopPoint } from '../../../libs/generation/domain/renderer-protocol.js';

/** Wraps around, so that seeds stay within 32 bits. */
export function seedOf(job: Pick<RenderJob, 'seed'>, image: number): number {
  return (job.seed + image) % 2 ** 32;
}

/**
 * The changes that apply to an image, ordered by step. A later change removes those at its step or after it, in this image and
 * in all that follow.
 */
export function promptChangesOf(changes: readonly PromptChange[], image: number): PromptChange[] {
  let applied: PromptChange[] = [];
  for (const change of changes.filter((one) => one.image <= image)) {
    applied = [...applied.filter((one) => one.step < change.step), change];
  }
  return applied.map(({ step, prompt, negative }) => ({ image: 0, step, prompt, negative }));
}

/** The job that reproduces image `image` alone, in canonical form, so that equal jobs have equal JSON. */
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

/** A job with its keys in fixed order and without empty ones. */
export function canonicalJob(job: WithUndefined<RenderJob>): RenderJob {
  const { prompt, negative, scheduler, steps, guidance, width, height, seed, batch } = job;
  const { added, eta, loras, init, promptChanges, stopPoint } = job;
  return {
    prompt,
    negative,
    ...(added && { added: { prefix: added.prefix, negativeSuffix: added.negativeSuffix } }),
    scheduler,
    steps,
    guidance,
    width,
    height,
    seed,
    batch,
    ...(eta !== undefined && { eta }),
    ...(loras?.length && { loras: loras.map(({ id, weight, sha256 }) => ({ id, weight, ...(sha256 && { sha256 }) })) }),
    ...(init && { init: canonicalInit(init) }),
    ...(promptChanges?.length && { promptChanges: promptChanges.map(canonicalChange) }),
    ...(stopPoint && { stopPoint: canonicalStop(stopPoint) }),
  };
}

/**
 * One image of a take for the library, without its init image. Prompt changes and stop points are applied step by step by
 * TakeControl.
 * @throws RangeError for an unknown scheduler
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
