/** The averaging window: long enough to be stable, short enough to be current. */
const WINDOW_MS = 8_000;
/** The shortest time for a meaningful rate. */
const FIRST_MS = 1_500;

interface Sample {
  readonly at: number;
  readonly sent: number;
}

/** The rate of one transfer, from samples of sent bytes. */
export class TransferRate {
  private marks: Sample[] = [];

  record(sent: number, at: number): void {
    const last = this.marks.at(-1);
    // Progress went back because data was lost with the connection, so the measurement restarts.
    if (last && sent < last.sent) this.marks = [];
    this.marks.push({ sent, at });
    const since = at - WINDOW_MS;
    while (this.marks.length > 2 && (this.marks[1]?.at ?? at) <= since) this.marks.shift();
  }

  /** Bytes per second; undefined if unknown. */
  perSecond(): number | undefined {
    const [first, last] = [this.marks[0], this.marks.at(-1)];
    if (!first || !last || last.at - first.at < FIRST_MS) return undefined;
    return ((last.sent - first.sent) / (last.at - first.at)) * 1000;
  }

  /** Restarts after an interruption. */
  clear(): void {
    this.marks = [];
  }
}
