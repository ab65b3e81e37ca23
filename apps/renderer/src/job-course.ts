import type { PictureJob } from '@visionary/diffusion';
import { withHouseWords } from '@visionary/infotext';
import type { PromptChange, RenderJob, StopPoint } from '../../../libs/generation/domain/renderer-protocol.js';

/** Seeds wrap around, so that every batch stays within 32 bits. */
export function seedOf(job: Pick<RenderJob, 'seed'>, picture: number): number {
  return (job.seed + picture) % 2 ** 32;
}

/**
 * The changes that hold in a picture, in the order of their steps. A later one makes those void that would come at its
 * step or after it: whoever speaks last has the word from then on, in this picture and in those that follow.
 */
export function changesIn(changes: readonly PromptChange[], picture: number): PromptChange[] {
  let holding: PromptChange[] = [];
  for (const change of changes.filter((one) => one.picture <= picture)) {
    holding = [...holding.filter((one) => one.step < change.step), change];
  }
  return holding.map(({ step, prompt, negative }) => ({ picture: 0, step, prompt, negative }));
}

/**
 * What renders picture `picture` of a take alone: the same job always has the same form, to the order of its keys, so
 * that its record is the same text too.
 */
export function aloneJob(job: RenderJob, picture: number, seed = seedOf(job, picture)): RenderJob {
  const changes = changesIn(job.changes ?? [], picture);
  const { stopAt } = job;
  return canonicalJob({
    ...job,
    seed,
    batch: 1,
    changes: changes.length > 0 ? changes : undefined,
    stopAt: stopAt?.picture === picture ? { picture: 0, step: stopAt.step } : undefined,
  });
}

/** A job with its keys in one order, and none that say nothing. */
export function canonicalJob(job: WithUndefined<RenderJob>): RenderJob {
  const { prompt, negative, scheduler, steps, guidance, width, height, seed, batch } = job;
  const { added, eta, loras, init, changes, stopAt } = job;
  return {
    ...{ prompt, negative },
    ...(added && { added: { prefix: added.prefix, suffix: added.suffix } }),
    ...{ scheduler, steps, guidance, width, height, seed, batch },
    ...(eta !== undefined && { eta }),
    ...(loras?.length && { loras: loras.map(({ id, weight, sha256 }) => ({ id, weight, ...(sha256 && { sha256 }) })) }),
    ...(init && { init: canonicalInit(init) }),
    ...(changes?.length && { changes: changes.map(canonicalChange) }),
    ...(stopAt && { stopAt: canonicalStop(stopAt) }),
  };
}

/**
 * One picture of a take as the library wants it, but for the picture it starts from. Changes of the words and the end
 * before its time are not in it: the take's course tells them step by step, those known beforehand like all others.
 * @throws RangeError on a sampler nobody knows
 */
export function pictureJob(
  job: RenderJob,
  picture: number,
  isKnown: (name: string) => name is PictureJob['scheduler'],
  seed = seedOf(job, picture),
): PictureJob {
  const { scheduler, steps, guidance, width, height, eta, added } = job;
  const { prompt, negative } = withHouseWords({ prompt: job.prompt, negative: job.negative }, added);
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
const canonicalChange = ({ picture, step, prompt, negative }: PromptChange) => ({ picture, step, prompt, negative });
const canonicalStop = ({ picture, step }: StopPoint) => ({ picture, step });
