/** Before the first step a model may have to be read from a slow disk. */
const BEFORE_FIRST_STEP = 5;
/** Decoding a large image takes as long as many steps. */
const STEPS_OF_SILENCE = 20;

/** Tells a renderer that works slowly from one that hangs. */
export class StallDetector {
  private lastMs: number;
  private lastWasStep = false;
  private slowestStepMs: number | undefined;

  /** @param stallMs silence that is suspicious however fast the steps are */
  constructor(
    nowMs: number,
    private readonly stallMs: number,
  ) {
    this.lastMs = nowMs;
  }

  /** Something was heard of the take. */
  heard(nowMs: number, isStep: boolean): void {
    // What comes before the first step is loading, and says nothing about steps.
    if (isStep && this.lastWasStep) this.slowestStepMs = Math.max(this.slowestStepMs ?? 0, nowMs - this.lastMs);
    this.lastMs = nowMs;
    this.lastWasStep = isStep;
  }

  isHung(nowMs: number): boolean {
    const patience =
      this.slowestStepMs === undefined
        ? this.stallMs * BEFORE_FIRST_STEP
        : Math.max(this.stallMs, this.slowestStepMs * STEPS_OF_SILENCE);
    return nowMs - this.lastMs > patience;
  }
}
