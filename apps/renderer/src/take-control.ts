import type { RenderError, RenderHooks } from '@visionary/diffusion';
import { applyPromptPrefix } from '@visionary/infotext';
import { Pacing } from './pacing.js';
import type {
  AppliedSteer,
  JobControl,
  JobHires,
  JobUpscale,
  PromptChange,
  RenderJob,
  Steer,
  StopPoint,
} from '../../../libs/generation/domain/renderer-protocol.js';

/**
 * Prompt changes, stop, and cancel of a running take. Known changes and new steers reach the library the same way, so that a
 * reproduction renders the same.
 */
export class TakeControl {
  private readonly abortController = new AbortController();
  private readonly changes: PromptChange[];
  private queuedSteers: Steer[] = [];
  /** Passed to the library, which has not confirmed them. */
  private unconfirmedSteers: Steer[] = [];
  private isStopRequested = false;
  private stoppedAt: StopPoint | undefined;
  private readonly pacing: Pacing;
  private stepsDone = 0;
  private stepsOfImage: number;
  /**
   * @param onSteered called when a steer was applied
   * @param onRejected called when a steer cannot be rendered
   * @param useWait see Pacing
   */
  constructor(
    private requested: RenderJob,
    private readonly onSteered: (steer: AppliedSteer) => void,
    private readonly onRejected: (error: Error) => void = () => undefined,
    useWait?: (waitMs: number) => Promise<boolean>,
  ) {
    const isUrgent = () => this.signal.aborted || this.isStopRequested || this.queuedSteers.length > 0;
    this.pacing = new Pacing(isUrgent, useWait);
    this.changes = [...(requested.promptChanges ?? [])];
    this.stepsOfImage = requested.steps;
  }

  get signal(): AbortSignal {
    return this.abortController.signal;
  }

  /** Finished steps of the current image. */
  get step(): number {
    return this.stepsDone;
  }

  /** The job so far, with all changes and the stop point. */
  get job(): RenderJob {
    return canonicalJob({ ...this.requested, promptChanges: this.changes, stopPoint: this.stoppedAt });
  }

  /** Sets the job with the hashes of its files. */
  setJob(job: RenderJob): void {
    this.requested = job;
  }

  cancel(): void {
    this.abortController.abort();
    this.pacing.wake();
  }

  stop(): void {
    this.isStopRequested = true;
    this.pacing.wake();
  }

  steer(steer: Steer): void {
    this.queuedSteers.push(steer);
    this.pacing.wake();
  }

  /** Other work has come that may use a wait between steps. */
  wake(): void {
    this.pacing.wake();
  }

  /** @param stepMs how long a step takes at least; 0 for full speed */
  setPace(stepMs: number): void {
    this.pacing.setStepMs(stepMs);
  }

  /** Milliseconds that the take has waited between its steps. */
  get pausedMs(): number {
    return this.pacing.pausedMs;
  }

  /** Which images are rendered together from `first` on. Images before a known stop are not rendered with those that stop. */
  imagesFrom(first: number, most: number): number[] {
    const { batch, stopPoint } = this.requested;
    const firstStopped = stopPoint?.from ?? stopPoint?.image ?? batch;
    const end = first < firstStopped ? firstStopped : stopPoint!.image + 1;
    const count = Math.min(most, Math.min(end, batch) - first);
    return Array.from({ length: Math.max(1, count) }, (_, i) => first + i);
  }

  /**
   * Hooks of the library for images that are rendered together. New steers apply to all of them, and a stop ends all of them.
   * @param isLive whether new steers and stops apply. If not, they wait
   */
  hooks(images: readonly number[], isLive = true): ImageHooks[] {
    this.stepsDone = 0;
    const [first = 0] = images;
    const last = images.at(-1)!;
    const nextSteer = oncePerStep(() => (isLive ? this.nextSteer() : undefined));
    const confirm = oncePerStep((step, error: RenderError | undefined) => this.confirmSteers(first, step, error));
    const pause = oncePerStep((_step, stepMs: number) => (isLive ? this.pacing.pause(stepMs) : undefined));
    const isStopped = oncePerStep((step) => isLive && this.stopsAfter(step, first, last));
    return images.map((image) => {
      // Step up to which known changes of this image were applied.
      let appliedUntil = -1;
      return {
        signal: this.signal,
        steer: (step) => {
          const change = nextSteer(step) ?? this.knownChange(image, appliedUntil, step);
          appliedUntil = step;
          return this.withPrefix(change);
        },
        onSteered: (step, error) => confirm(step, error),
        pause: (step, stepMs) => pause(step, stepMs),
        shouldStop: (step) => this.isKnownStop(image, step) || isStopped(step),
      };
    });
  }

  /** @param steps of this image; an init image skips the first ones */
  recordStep(stepsDone: number, steps: number): void {
    this.stepsDone = stepsDone;
    this.stepsOfImage = steps;
  }

  /** Called after an image, or the last one of several that were rendered together. @returns whether another one is rendered */
  continuesAfter(image: number): boolean {
    const isLast = image === this.requested.batch - 1;
    // A stop during decoding keeps this image and ends the batch.
    if (this.isStopRequested && !isLast) this.stoppedAt ??= { image, step: this.stepsDone };
    if (this.requested.stopPoint?.image === image) this.stoppedAt ??= this.requested.stopPoint;
    return !isLast && (this.stoppedAt === undefined || image < this.stoppedAt.image);
  }

  /** Whether the last image was stopped before its last step. */
  get wasStopped(): boolean {
    return this.stoppedAt !== undefined && this.stoppedAt.step < this.stepsOfImage;
  }

  /** A job that reproduces the last image alone. A stop after its last step does not affect it. */
  singleImageJob(image: number, seed?: number): RenderJob {
    const cut = this.stoppedAt && this.stoppedAt.step < this.stepsOfImage ? this.stoppedAt : undefined;
    return singleImageJob({ ...this.requested, promptChanges: this.changes, stopPoint: cut }, image, seed);
  }

  /** Adds the prompt prefixes, as for the first prompt. */
  private withPrefix<T extends Pick<PromptChange, 'prompt' | 'negative'>>(change: T | undefined): T | undefined {
    return change && applyPromptPrefix(change, this.requested.added);
  }

  private nextSteer(): Steer | undefined {
    this.unconfirmedSteers = this.queuedSteers;
    this.queuedSteers = [];
    return this.unconfirmedSteers.at(-1);
  }

  /** A steer that cannot be rendered is dropped; the former prompt stays. */
  private confirmSteers(image: number, step: number, error: Error | undefined): void {
    const steers = this.unconfirmedSteers;
    this.unconfirmedSteers = [];
    if (error) return this.onRejected(error);
    for (const { steerId, prompt, negative } of steers) {
      this.changes.push({ image, step, prompt, negative });
      this.onSteered({ steerId, imageIndex: image, step });
    }
  }

  /** The newest known change that is due and was not applied. */
  private knownChange(image: number, appliedUntil: number, step: number): PromptChange | undefined {
    const dueChanges = promptChangesOf(this.changes, image).filter(
      (one) => one.step > appliedUntil && one.step <= step,
    );
    return dueChanges.at(-1);
  }

  private isKnownStop(image: number, stepsDone: number): boolean {
    const { stoppedAt, requested, stepsOfImage } = this;
    const known = stoppedAt ?? requested.stopPoint;
    if (!known || known.step !== stepsDone || stepsDone >= stepsOfImage || !stopsImage(known, image)) return false;
    this.stoppedAt = known;
    return true;
  }

  private stopsAfter(stepsDone: number, first: number, last: number): boolean {
    if (!this.isStopRequested || stepsDone >= this.stepsOfImage) return false;
    this.stoppedAt = { image: last, step: stepsDone, ...(first < last && { from: first }) };
    return true;
  }
}

type ImageHooks = Required<Pick<RenderHooks, 'signal' | 'steer' | 'onSteered' | 'pause' | 'shouldStop'>>;

/** Images that are rendered together ask one after the other, and get the answer of the first. */
function oncePerStep<A extends unknown[], T>(answer: (step: number, ...args: A) => T): (step: number, ...args: A) => T {
  const answers = new Map<number, T>();
  return (step, ...args) => {
    if (!answers.has(step)) answers.set(step, answer(step, ...args));
    return answers.get(step)!;
  };
}

const stopsImage = ({ image, from = image }: StopPoint, at: number): boolean => at >= from && at <= image;

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
    stopPoint: stopPoint && stopsImage(stopPoint, image) ? { image: 0, step: stopPoint.step } : undefined,
  });
}

/** A job with its keys in fixed order and without empty ones. */
export function canonicalJob(job: WithUndefined<RenderJob>): RenderJob {
  const { prompt, negative, scheduler, steps, guidance, width, height, seed, batch } = job;
  const { added, clipSkip, eta, loras, embeddings, vae, init, hires, controls, upscale, promptChanges, stopPoint } =
    job;
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
    ...(clipSkip !== undefined && { clipSkip }),
    ...(eta !== undefined && { eta }),
    ...(loras?.length && { loras: loras.map(({ id, weight, sha256 }) => ({ id, weight, ...(sha256 && { sha256 }) })) }),
    ...(embeddings?.length && {
      embeddings: embeddings.map(({ id, word, sha256 }) => ({ id, word, ...(sha256 && { sha256 }) })),
    }),
    ...(vae && { vae: { id: vae.id, ...(vae.sha256 && { sha256: vae.sha256 }) } }),
    ...(init && { init: canonicalInit(init) }),
    ...(hires && { hires: canonicalHires(hires) }),
    ...(controls?.length && { controls: controls.map(canonicalControl) }),
    ...(upscale && { upscale: canonicalUpscale(upscale) }),
    ...(promptChanges?.length && { promptChanges: promptChanges.map(canonicalChange) }),
    ...(stopPoint && { stopPoint: canonicalStop(stopPoint) }),
  };
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
const canonicalHires = ({ upscaler, scale, steps, strength, width, height, sha256 }: JobHires): JobHires => ({
  ...{ upscaler, scale, steps, strength, width, height, ...(sha256 && { sha256 }) },
});
const canonicalControl = ({ id, sha256, weight, start, end, imageSha256 }: JobControl): JobControl => ({
  ...{ id, ...(sha256 && { sha256 }), weight, start, end, imageSha256 },
});
const canonicalUpscale = ({ upscaler, scale, width, height, imageSha256, sha256 }: JobUpscale): JobUpscale => ({
  ...{ upscaler, scale, width, height, imageSha256, ...(sha256 && { sha256 }) },
});
const canonicalChange = ({ image, step, prompt, negative }: PromptChange) => ({ image, step, prompt, negative });
const canonicalStop = ({ image, step, from = image }: StopPoint) => ({ image, step, ...(from < image && { from }) });
