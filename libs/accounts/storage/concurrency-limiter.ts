/** Lets `runSync` through at a time, in order of arrival, and turns away who would wait behind `waitingMax` others. */
export class ConcurrencyLimiter {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly waitingMax: number,
  ) {}

  /** @returns what `work` returns, or null when the line is too long. */
  pass<T>(work: () => Promise<T>): Promise<T> | null {
    if (this.running >= this.atOnce && this.waiting.length >= this.waitingMax) return null;
    return this.enter()
      .then(work)
      .finally(() => this.leave());
  }

  private async enter(): Promise<void> {
    if (this.running < this.atOnce) {
      this.running += 1;
      return;
    }
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** A place is handed over to the next in line, so `running` stays as it is. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running -= 1;
  }
}
