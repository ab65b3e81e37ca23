/** The averaging window: long enough to be stable, short enough to be current. */
const WINDOW_MS = 8_000;
/** The shortest time for a meaningful rate. */
const FIRST_MS = 1_500;

interface Sample {
  readonly at: number;
  readonly bytes: number;
}

/** The rate of one transfer, from samples of sent bytes. */
export class TransferRate {
  private samples: Sample[] = [];

  record(bytes: number, at: number): void {
    const last = this.samples.at(-1);
    // Progress went back because data was lost with the connection, so the measurement restarts.
    if (last && bytes < last.bytes) this.samples = [];
    this.samples.push({ bytes, at });
    const since = at - WINDOW_MS;
    while (this.samples.length > 2 && (this.samples[1]?.at ?? at) <= since) this.samples.shift();
  }

  /** Bytes per second; undefined if unknown. */
  perSecond(): number | undefined {
    const [first, last] = [this.samples[0], this.samples.at(-1)];
    if (!first || !last || last.at - first.at < FIRST_MS) return undefined;
    return ((last.bytes - first.bytes) / (last.at - first.at)) * 1000;
  }

  /** Restarts after an interruption. */
  clear(): void {
    this.samples = [];
  }
}
