/** What is known of how long a model takes at one size. */
export interface Pace {
  readonly stepMs: number;
  readonly decodeMs: number;
}

/** Recent steps that are looked at: few enough to follow a machine that gets busy, enough to ignore one hiccup. */
const WINDOW = 7;

/** Time left of a take, from what was measured: the median of the last steps, and the last decoding. */
export class PaceKeeper {
  private readonly stepsMs: number[] = [];
  private decodeMs: number | undefined;

  /** @param before what an earlier take of the same kind measured */
  constructor(
    private readonly before: Pace | undefined,
    private readonly steps: number,
    private readonly pictures: number,
  ) {}

  stepped(ms: number): void {
    this.stepsMs.push(ms);
    if (this.stepsMs.length > WINDOW) this.stepsMs.shift();
  }

  decoded(ms: number): void {
    this.decodeMs = ms;
  }

  get pace(): Pace {
    const stepMs = median(this.stepsMs) ?? this.before?.stepMs ?? 0;
    // Until a decoding was seen it is taken to last as long as a step.
    return { stepMs, decodeMs: this.decodeMs ?? this.before?.decodeMs ?? stepMs };
  }

  /** Milliseconds until the last picture stands, after `step` steps of picture `picture` (from 0). */
  msLeft(picture: number, step: number): number {
    const { stepMs, decodeMs } = this.pace;
    const pictures = this.pictures - picture - 1;
    return Math.round((this.steps - step) * stepMs + decodeMs + pictures * (this.steps * stepMs + decodeMs));
  }
}

function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
