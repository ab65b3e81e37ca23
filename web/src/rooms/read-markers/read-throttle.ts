/** Tells how far somebody has read: the first time at once, then at most once in `everyMs`, the last always. Never back. */
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

  /** What was told counts no more: it was marked unread, or did not arrive. */
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
