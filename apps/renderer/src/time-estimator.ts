/** What is known of how long a model takes at one size. */
export interface StepTimings {
  readonly stepMs: number;
  readonly decodeMs: number;
}

/** Recent steps that are looked at: few enough to follow a machine that gets busy, enough to ignore one hiccup. */
const WINDOW = 7;
/** Of short steps as many as this time holds: what is left of hundreds must not jump about with the last few. */
const WINDOW_MS = 4_000;

/** Time left of a take, from what was measured: the usual length of the last steps, and the last decoding. */
export class TimeEstimator {
  private readonly stepsMs: number[] = [];
  private windowMs = 0;
  private decodeMs: number | undefined;

  /** @param before what an earlier take of the same kind measured */
  constructor(
    private readonly before: StepTimings | undefined,
    private steps: number,
    private readonly images: number,
  ) {}

  /** @param steps that this image takes, where that are not as many as were asked for */
  stepped(ms: number, steps = this.steps): void {
    this.steps = steps;
    this.stepsMs.push(ms);
    this.windowMs += ms;
    while (this.stepsMs.length > WINDOW && this.windowMs - this.stepsMs[0]! >= WINDOW_MS) {
      this.windowMs -= this.stepsMs.shift()!;
    }
  }

  decoded(ms: number): void {
    this.decodeMs = ms;
  }

  get pace(): StepTimings {
    const stepMs = usual(this.stepsMs) ?? this.before?.stepMs ?? 0;
    // Until a decoding was seen it is taken to last as long as a step.
    return { stepMs, decodeMs: this.decodeMs ?? this.before?.decodeMs ?? stepMs };
  }

  /** Milliseconds until the last image stands, after `step` steps of image `image` (from 0). */
  msLeft(image: number, step: number): number {
    const { stepMs, decodeMs } = this.pace;
    const images = this.images - image - 1;
    return Math.round((this.steps - step) * stepMs + decodeMs + images * (this.steps * stepMs + decodeMs));
  }
}

/** The mean without the longest tenth, of which at least one: hiccups. */
function usual(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const kept = values.toSorted((a, b) => a - b).slice(0, Math.max(1, Math.floor(values.length * 0.9)));
  return kept.reduce((sum, one) => sum + one, 0) / kept.length;
}
