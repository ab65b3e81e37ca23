import type { RenderHooks } from '@visionary/diffusion';
import { withHouseWords } from '@visionary/infotext';
import type { PromptChange, RenderJob, StopPoint } from '../../../libs/generation/domain/renderer-protocol.js';
import { aloneJob, canonicalJob, changesIn } from './job-course.js';

interface Steer {
  readonly steerId: string;
  readonly prompt: string;
  readonly negative: string;
}

export interface HeldSteer {
  readonly steerId: string;
  readonly picture: number;
  readonly step: number;
}

/**
 * What becomes of a take while it runs. Changes of the words and stops that are known beforehand and those that hands
 * bring come to the library by the same way, so that a take rendered again takes the way it took.
 */
export class TakeCourse {
  private readonly abort = new AbortController();
  private readonly changes: PromptChange[];
  private waiting: Steer[] = [];
  /** Handed to the library, which has not said yet whether they hold. */
  private handed: Steer[] = [];
  private stopAsked = false;
  private stoppedAt: StopPoint | undefined;
  private stepsDone = 0;
  private stepsOfPicture: number;
  /** Steps of the picture at whose changes was looked already. */
  private heldUntil = -1;

  /**
   * @param onSteered told when words that somebody brought hold
   * @param onRefused told when they cannot be rendered
   */
  constructor(
    private ordered: RenderJob,
    private readonly onSteered: (held: HeldSteer) => void,
    private readonly onRefused: (why: Error) => void = () => undefined,
  ) {
    this.changes = [...(ordered.changes ?? [])];
    this.stepsOfPicture = ordered.steps;
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** Steps done of the picture that is being rendered. */
  get step(): number {
    return this.stepsDone;
  }

  /** The take as it stands now: with all changes, and where it was stopped. */
  get job(): RenderJob {
    return canonicalJob({ ...this.ordered, changes: this.changes, stopAt: this.stoppedAt });
  }

  /** The order with all that was found out about it: the hashes of its files. */
  bind(job: RenderJob): void {
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

  /** What the library asks while it renders picture `picture`. */
  hooks(picture: number): Required<Pick<RenderHooks, 'signal' | 'steer' | 'onSteered' | 'shouldStop'>> {
    this.stepsDone = 0;
    this.heldUntil = -1;
    return {
      signal: this.signal,
      steer: (stepsDone) => this.worded(this.take(stepsDone) ?? this.known(picture, stepsDone)),
      onSteered: (stepsDone, refused) => this.held(picture, stepsDone, refused),
      shouldStop: (stepsDone) => this.isStop(picture, stepsDone),
    };
  }

  /** @param steps that this picture takes; with a picture to start from fewer than were asked for */
  stepped(stepsDone: number, steps: number): void {
    this.stepsDone = stepsDone;
    this.stepsOfPicture = steps;
  }

  /** Asked when a picture stands. @returns whether another one is to be rendered */
  goesOnAfter(picture: number): boolean {
    const isLast = picture === this.ordered.batch - 1;
    // Who stops while the last step is decoded keeps this picture and wants no further one.
    if (this.stopAsked && !isLast) this.stoppedAt ??= { picture, step: this.stepsDone };
    if (this.ordered.stopAt?.picture === picture) this.stoppedAt ??= this.ordered.stopAt;
    return !isLast && this.stoppedAt === undefined;
  }

  /** Whether the picture that was just drawn is one of a step before its last. */
  get isCut(): boolean {
    return this.stoppedAt !== undefined && this.stoppedAt.step < this.stepsOfPicture;
  }

  /** What renders the picture that was just drawn, by itself. A stop after its last step is none for the picture. */
  alone(picture: number, seed?: number): RenderJob {
    const cut = this.stoppedAt && this.stoppedAt.step < this.stepsOfPicture ? this.stoppedAt : undefined;
    return aloneJob({ ...this.ordered, changes: this.changes, stopAt: cut }, picture, seed);
  }

  /** New words come as they were typed; the house speaks with them as with the first. */
  private worded<T extends Pick<PromptChange, 'prompt' | 'negative'>>(words: T | undefined): T | undefined {
    return words && withHouseWords(words, this.ordered.added);
  }

  private take(step: number): Steer | undefined {
    this.handed = this.waiting;
    this.waiting = [];
    if (this.handed.length > 0) this.heldUntil = step;
    return this.handed.at(-1);
  }

  /** Words that nobody could render are no part of the take: it goes on with those it had. */
  private held(picture: number, step: number, refused: Error | undefined): void {
    const steers = this.handed;
    this.handed = [];
    if (refused) return this.onRefused(refused);
    for (const { steerId, prompt, negative } of steers) {
      this.changes.push({ picture, step, prompt, negative });
      this.onSteered({ steerId, picture, step });
    }
  }

  /** The newest of the changes that are due and were not looked at yet. */
  private known(picture: number, step: number): PromptChange | undefined {
    const due = changesIn(this.changes, picture).filter((one) => one.step > this.heldUntil && one.step <= step);
    this.heldUntil = step;
    return due.at(-1);
  }

  private isStop(picture: number, stepsDone: number): boolean {
    const known = this.ordered.stopAt?.picture === picture && this.ordered.stopAt.step === stepsDone;
    if (!(known || this.stopAsked) || stepsDone >= this.stepsOfPicture) return false;
    this.stoppedAt = { picture, step: stepsDone };
    return true;
  }
}
