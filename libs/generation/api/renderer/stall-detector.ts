/** Factor before the first step, when a model may be read from a slow disk. */
const BEFORE_FIRST_STEP = 5;
/** Decoding a large image takes as long as many steps. */
const STEPS_OF_SILENCE = 20;

/** Distinguishes a slow renderer from one that hangs. */
export class StallDetector {
  private lastMs: number;
  private lastWasStep = false;
  private slowestStepMs: number | undefined;

  /** @param stallMs silence that counts as stalled even with fast steps */
  constructor(
    nowMs: number,
    private readonly stallMs: number,
  ) {
    this.lastMs = nowMs;
  }

  reported(nowMs: number, isStep: boolean): void {
    // Time before the first step is loading, so it does not count as a step.
    if (isStep && this.lastWasStep) this.slowestStepMs = Math.max(this.slowestStepMs ?? 0, nowMs - this.lastMs);
    this.lastMs = nowMs;
    this.lastWasStep = isStep;
  }

  isStalled(nowMs: number): boolean {
    const patience =
      this.slowestStepMs === undefined
        ? this.stallMs * BEFORE_FIRST_STEP
        : Math.max(this.stallMs, this.slowestStepMs * STEPS_OF_SILENCE);
    return nowMs - this.lastMs > patience;
  }
}
