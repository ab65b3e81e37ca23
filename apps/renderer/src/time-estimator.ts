/** Measured timings of a model at one size. */
export interface StepTimings {
  readonly stepMs: number;
  readonly decodeMs: number;
}

/** Recent steps that count: few enough to follow a busy machine, enough to ignore one outlier. */
const WINDOW = 7;
/** Short steps within this time all count, so that estimates of many steps stay stable. */
const WINDOW_MS = 4_000;

/** The steps of a second pass, and how many times as long each takes, at first a guess. */
export interface SecondPass {
  readonly steps: number;
  readonly cost: number;
}

/** Estimates the remaining time of a take from its last steps and its last decoding. */
export class TimeEstimator {
  /** Of the first pass, or scaled to it. */
  private readonly stepsMs: number[] = [];
  private windowMs = 0;
  private decodeMs: number | undefined;

  /** @param earlier timings of an earlier take of the same kind */
  constructor(
    private readonly earlier: StepTimings | undefined,
    private firstSteps: number,
    private readonly images: number,
    private readonly second: SecondPass = { steps: 0, cost: 1 },
  ) {}

  /** @param steps of this image, if an init image skips some */
  recordStep(ms: number, step: number, steps = this.firstSteps + this.second.steps): void {
    this.firstSteps = steps - this.second.steps;
    const scaledMs = ms / (step > this.firstSteps ? this.second.cost : 1);
    this.stepsMs.push(scaledMs);
    this.windowMs += scaledMs;
    while (this.stepsMs.length > WINDOW && this.windowMs - this.stepsMs[0]! >= WINDOW_MS) {
      this.windowMs -= this.stepsMs.shift()!;
    }
  }

  recordDecode(ms: number): void {
    this.decodeMs = ms;
  }

  get timings(): StepTimings {
    const stepMs = trimmedMean(this.stepsMs) ?? this.earlier?.stepMs ?? 0;
    // A decoding that was not measured counts as one step.
    return { stepMs, decodeMs: this.decodeMs ?? this.earlier?.decodeMs ?? stepMs * this.second.cost };
  }

  /** Milliseconds until the last image is done, after `step` steps of image `image` (from 0). */
  msLeft(image: number, step: number): number {
    const { stepMs, decodeMs } = this.timings;
    const images = this.images - image - 1;
    return Math.round(this.costAfter(step) * stepMs + decodeMs + images * (this.costAfter(0) * stepMs + decodeMs));
  }

  /** Steps left after `step`, as steps of the first pass. */
  private costAfter(step: number): number {
    const firstLeft = Math.max(0, this.firstSteps - step);
    const secondLeft = Math.min(this.second.steps, this.firstSteps + this.second.steps - step);
    return firstLeft + secondLeft * this.second.cost;
  }
}

/** Mean without the longest tenth, at least one. */
function trimmedMean(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const trimmed = values.toSorted((a, b) => a - b).slice(0, Math.max(1, Math.floor(values.length * 0.9)));
  return trimmed.reduce((sum, one) => sum + one, 0) / trimmed.length;
}
