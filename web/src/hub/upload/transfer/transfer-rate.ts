/** How fast it went lately: long enough to be calm, short enough to be true. */
const WINDOW_MS = 8_000;
/** Before that nothing honest can be said. */
const FIRST_MS = 1_500;

interface Sample {
  readonly at: number;
  readonly sent: number;
}

/** Speed of one transfer, from how much of it was sent when. */
export class TransferRate {
  private marks: Sample[] = [];

  record(sent: number, at: number): void {
    const last = this.marks.at(-1);
    // It went back: what was on its way was lost with the line, and begins anew.
    if (last && sent < last.sent) this.marks = [];
    this.marks.push({ sent, at });
    const since = at - WINDOW_MS;
    while (this.marks.length > 2 && (this.marks[1]?.at ?? at) <= since) this.marks.shift();
  }

  /** Bytes in a second; undefined while that is not known. */
  perSecond(): number | undefined {
    const [first, last] = [this.marks[0], this.marks.at(-1)];
    if (!first || !last || last.at - first.at < FIRST_MS) return undefined;
    return ((last.sent - first.sent) / (last.at - first.at)) * 1000;
  }

  /** After a break. */
  clear(): void {
    this.marks = [];
  }
}
