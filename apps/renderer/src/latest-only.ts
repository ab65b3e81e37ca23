/**
 * Works on one item at a time. Of those that arrive meanwhile only the newest is kept: a preview nobody will see any
 * more is not worth the work.
 */
export class LatestOnlyQueue<T> {
  private waiting: T | undefined;
  private isBusy = false;

  /**
   * @param work must not reject
   * @param rest so many times as long as an item took, the next one waits
   */
  constructor(
    private readonly work: (item: T) => Promise<void>,
    private readonly rest = 0,
  ) {}

  offer(item: T): void {
    this.waiting = item;
    if (!this.isBusy) void this.drain();
  }

  /** Forgets what waits; what is being worked on goes on. */
  clear(): void {
    this.waiting = undefined;
  }

  private async drain(): Promise<void> {
    this.isBusy = true;
    while (this.waiting !== undefined) {
      const item = this.waiting;
      this.waiting = undefined;
      const began = performance.now();
      await this.work(item);
      const restMs = (performance.now() - began) * this.rest;
      if (restMs >= 1) await new Promise((resolve) => setTimeout(resolve, restMs));
    }
    this.isBusy = false;
  }
}
