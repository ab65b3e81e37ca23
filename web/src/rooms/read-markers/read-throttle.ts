/** Tells how far somebody has read: the first time at once, then at most once in `everyMs`, the last always. Never back. */
export class ReadThrottle {
  private reported = -1;
  private seen = -1;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly notify: (seq: number) => void,
    private readonly everyMs: number,
  ) {}

  report(seq: number): void {
    if (seq <= this.seen) return;
    this.seen = seq;
    if (this.timer === undefined) this.flush();
  }

  /** What was told counts no more: it was marked unread, or did not arrive. */
  reset(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.reported = this.seen = -1;
  }

  private flush(): void {
    this.timer = undefined;
    if (this.seen <= this.reported) return;
    this.reported = this.seen;
    this.notify(this.seen);
    this.timer = setTimeout(() => this.flush(), this.everyMs);
  }
}
