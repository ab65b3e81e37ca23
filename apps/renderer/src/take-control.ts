import type { RenderHooks } from '@visionary/diffusion';
import { applyPromptPrefix } from '@visionary/infotext';
import type { PromptChange, RenderJob, StopPoint } from '../../../libs/generation/domain/renderer-protocol.js';
import { singleImageJob, canonicalJob, promptChangesOf } from './render-job.js';

interface Steer {
  readonly steerId: string;
  readonly prompt: string;
  readonly negative: string;
}

export interface AppliedSteer {
  readonly steerId: string;
  readonly imageIndex: number;
  readonly step: number;
}

/**
 * What becomes of a take while it runs. Changes of the words and stops that are known beforehand and those that hands
 * bring come to the library by the same way, so that a take rendered again takes the way it took.
 */
export class TakeControl {
  private readonly abort = new AbortController();
  private readonly changes: PromptChange[];
  private waiting: Steer[] = [];
  /** Handed to the library, which has not said yet whether they hold. */
  private handed: Steer[] = [];
  private stopAsked = false;
  private stoppedAt: StopPoint | undefined;
  private stepsDone = 0;
  private stepsOfImage: number;
  /** Steps of the image at whose changes was looked already. */
  private heldUntil = -1;

  /**
   * @param onSteered told when words that somebody brought hold
   * @param onRefused told when they cannot be rendered
   */
  constructor(
    private ordered: RenderJob,
    private readonly onSteered: (held: AppliedSteer) => void,
    private readonly onRefused: (why: Error) => void = () => undefined,
  ) {
    this.changes = [...(ordered.promptChanges ?? [])];
    this.stepsOfImage = ordered.steps;
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** Steps done of the image that is being rendered. */
  get step(): number {
    return this.stepsDone;
  }

  /** The take as it stands now: with all changes, and where it was stopped. */
  get job(): RenderJob {
    return canonicalJob({ ...this.ordered, promptChanges: this.changes, stopPoint: this.stoppedAt });
  }

  /** The order with all that was found out about it: the hashes of its files. */
  setJob(job: RenderJob): void {
    this.ordered = job;
  }

  cancel(): void {
    this.abort.abort();
  }

  stop(): void {
    this.stopAsked = true;
  }

  steer(steer: Steer): void {
    this.waiting.push(steer);
  }

  /** What the library asks while it renders image `image`. */
  hooks(image: number): Required<Pick<RenderHooks, 'signal' | 'steer' | 'onSteered' | 'shouldStop'>> {
    this.stepsDone = 0;
    this.heldUntil = -1;
    return {
      signal: this.signal,
      steer: (stepsDone) => this.worded(this.take(stepsDone) ?? this.known(image, stepsDone)),
      onSteered: (stepsDone, refused) => this.held(image, stepsDone, refused),
      shouldStop: (stepsDone) => this.isStop(image, stepsDone),
    };
  }

  /** @param steps that this image takes; with an image to start from fewer than were asked for */
  stepped(stepsDone: number, steps: number): void {
    this.stepsDone = stepsDone;
    this.stepsOfImage = steps;
  }

  /** Asked when an image stands. @returns whether another one is to be rendered */
  continuesAfter(image: number): boolean {
    const isLast = image === this.ordered.batch - 1;
    // Who stops while the last step is decoded keeps this image and wants no further one.
    if (this.stopAsked && !isLast) this.stoppedAt ??= { image, step: this.stepsDone };
    if (this.ordered.stopPoint?.image === image) this.stoppedAt ??= this.ordered.stopPoint;
    return !isLast && this.stoppedAt === undefined;
  }

  /** Whether the image that was just drawn is one of a step before its last. */
  get wasStopped(): boolean {
    return this.stoppedAt !== undefined && this.stoppedAt.step < this.stepsOfImage;
  }

  /** What renders the image that was just drawn, by itself. A stop after its last step is none for the image. */
  singleImageJob(image: number, seed?: number): RenderJob {
    const cut = this.stoppedAt && this.stoppedAt.step < this.stepsOfImage ? this.stoppedAt : undefined;
    return singleImageJob({ ...this.ordered, promptChanges: this.changes, stopPoint: cut }, image, seed);
  }

  /** New words come as they were typed; the house speaks with them as with the first. */
  private worded<T extends Pick<PromptChange, 'prompt' | 'negative'>>(words: T | undefined): T | undefined {
    return words && applyPromptPrefix(words, this.ordered.added);
  }

  private take(step: number): Steer | undefined {
    this.handed = this.waiting;
    this.waiting = [];
    if (this.handed.length > 0) this.heldUntil = step;
    return this.handed.at(-1);
  }

  /** Words that nobody could render are no part of the take: it goes on with those it had. */
  private held(image: number, step: number, refused: Error | undefined): void {
    const steers = this.handed;
    this.handed = [];
    if (refused) return this.onRefused(refused);
    for (const { steerId, prompt, negative } of steers) {
      this.changes.push({ image, step, prompt, negative });
      this.onSteered({ steerId, imageIndex: image, step });
    }
  }

  /** The newest of the changes that are due and were not looked at yet. */
  private known(image: number, step: number): PromptChange | undefined {
    const due = promptChangesOf(this.changes, image).filter((one) => one.step > this.heldUntil && one.step <= step);
    this.heldUntil = step;
    return due.at(-1);
  }

  private isStop(image: number, stepsDone: number): boolean {
    const known = this.ordered.stopPoint?.image === image && this.ordered.stopPoint.step === stepsDone;
    if (!(known || this.stopAsked) || stepsDone >= this.stepsOfImage) return false;
    this.stoppedAt = { image, step: stepsDone };
    return true;
  }
}
