/** Works on one item at a time and keeps only the newest waiting one. */
export class LatestOnlyQueue<T> {
  private waiting: T | undefined;
  private isBusy = false;

  /**
   * @param work must not reject
   * @param pauseFactor pause after an item, as a multiple of its duration
   */
  constructor(
    private readonly work: (item: T) => Promise<void>,
    private readonly pauseFactor = 0,
  ) {}

  offer(item: T): void {
    this.waiting = item;
    if (!this.isBusy) void this.drain();
  }

  /** Drops the waiting item, not the current one. */
  clear(): void {
    this.waiting = undefined;
  }

  private async drain(): Promise<void> {
    this.isBusy = true;
    while (this.waiting !== undefined) {
      const item = this.waiting;
      this.waiting = undefined;
      const startedAt = performance.now();
      await this.work(item);
      const pauseMs = (performance.now() - startedAt) * this.pauseFactor;
      if (pauseMs >= 1) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    this.isBusy = false;
  }
}
