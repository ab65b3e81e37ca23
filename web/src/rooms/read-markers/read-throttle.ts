/** Throttles read reports: leading edge, then at most one per `everyMs`, trailing edge. Never goes back. */
export class ReadThrottle {
  private reported = -1;
  private latestSeq = -1;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly notify: (seq: number) => void,
    private readonly everyMs: number,
  ) {}

  report(seq: number): void {
    if (seq <= this.latestSeq) return;
    this.latestSeq = seq;
    if (this.timer === undefined) this.flush();
  }

  /** Resets after marking unread or a failed report. */
  reset(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.reported = this.latestSeq = -1;
  }

  private flush(): void {
    this.timer = undefined;
    if (this.latestSeq <= this.reported) return;
    this.reported = this.latestSeq;
    this.notify(this.latestSeq);
    this.timer = setTimeout(() => this.flush(), this.everyMs);
  }
}
