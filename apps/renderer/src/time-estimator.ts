/** Measured timings of a model at one size. */
export interface StepTimings {
  readonly stepMs: number;
  readonly decodeMs: number;
  /** From the last step of the first pass to the first of the second, for an upscaler. */
  readonly upscaleMs?: number | undefined;
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

/** A ControlNet, by the shares of the steps of a pass between which it applies. */
export interface ControlSpan {
  readonly start: number;
  readonly end: number;
}

/** What a ControlNet adds to a step: about half of its model. */
const CONTROL_COST = 0.5;

/** Estimates the remaining time of a take from its last steps and its last decoding. */
export class TimeEstimator {
  /** Of the first pass, or scaled to it. */
  private readonly stepsMs: number[] = [];
  private windowMs = 0;
  private decodeMs: number | undefined;
  private upscaleMs: number | undefined;
  private lastStepAt = 0;

  /** @param earlier timings of an earlier take of the same kind */
  constructor(
    private readonly earlier: StepTimings | undefined,
    private firstSteps: number,
    private readonly images: number,
    private readonly second: SecondPass = { steps: 0, cost: 1 },
    private readonly controls: readonly ControlSpan[] = [],
  ) {}

  /**
   * @param steps of this image, if an init image skips some
   * @param together images that were rendered together
   * @param now when it was done, in ms
   */
  recordStep(
    ms: number,
    step: number,
    steps = this.firstSteps + this.second.steps,
    together = 1,
    now = performance.now(),
  ): void {
    this.firstSteps = steps - this.second.steps;
    if (this.second.steps > 0 && step === this.firstSteps + 1) {
      this.upscaleMs = Math.max(0, now - this.lastStepAt - ms);
    }
    this.lastStepAt = now;
    const scaledMs = ms / together / this.costOf(step);
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
    const decodeMs = this.decodeMs ?? this.earlier?.decodeMs ?? stepMs * this.second.cost;
    return { stepMs, decodeMs, upscaleMs: this.upscaleMs ?? this.earlier?.upscaleMs };
  }

  /** Milliseconds until the last image is done, after `step` steps of image `image` (from 0), and of those rendered with it. */
  msLeft(image: number, step: number, together = 1): number {
    const images = this.images - image - together;
    return Math.round(together * this.imageMsAfter(step) + images * this.imageMsAfter(0));
  }

  private imageMsAfter(step: number): number {
    const { stepMs, decodeMs, upscaleMs = 0 } = this.timings;
    return this.costAfter(step) * stepMs + (step <= this.firstSteps ? upscaleMs : 0) + decodeMs;
  }

  /** Steps left after `step`, as steps of the first pass without ControlNets. */
  private costAfter(step: number): number {
    let cost = 0;
    for (let left = step + 1; left <= this.firstSteps + this.second.steps; left++) cost += this.costOf(left);
    return cost;
  }

  /** @param step from 1, over both passes */
  private costOf(step: number): number {
    const isSecond = step > this.firstSteps;
    const done = isSecond ? step - this.firstSteps - 1 : step - 1;
    const share = done / (isSecond ? this.second.steps : this.firstSteps);
    const active = this.controls.filter(({ start, end }) => share >= start && share <= end).length;
    return (isSecond ? this.second.cost : 1) * (1 + CONTROL_COST * active);
  }
}

/** Mean without the longest tenth, at least one. */
function trimmedMean(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const trimmed = values.toSorted((a, b) => a - b).slice(0, Math.max(1, Math.floor(values.length * 0.9)));
  return trimmed.reduce((sum, one) => sum + one, 0) / trimmed.length;
}
