const INTERVAL_MS = 500;

/** Reports pool changes at once, then at most twice a second, trailing edge included. */
export class PoolReporter {
  private timer: NodeJS.Timeout | undefined;
  private hasChanged = false;

  constructor(private readonly report: () => void) {}

  changed(): void {
    this.hasChanged = true;
    // Combines changes of the same moment.
    if (!this.timer) this.schedule(0);
  }

  private schedule(delayMs: number): void {
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (!this.hasChanged) return;
      this.hasChanged = false;
      this.schedule(INTERVAL_MS);
      this.report();
    }, delayMs).unref();
  }
}
