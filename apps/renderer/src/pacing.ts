/** Waits between the steps of a take, so that people can follow it. A command of a user ends a wait at once. */
export class Pacing {
  private stepMs = 0;
  private waitedMs = 0;
  private endWait: (() => void) | undefined;
  private wakeCount = 0;

  /**
   * @param isUrgent whether a command of a user waits for the next step
   * @param useWait uses a wait of so many milliseconds for other work, if there is some
   */
  constructor(
    private readonly isUrgent: () => boolean,
    private readonly useWait: (waitMs: number) => Promise<boolean> = () => Promise.resolve(false),
  ) {}

  get pausedMs(): number {
    return this.waitedMs;
  }

  /** Also applies to the current wait. @param stepMs how long a step takes at least, computing included */
  setStepMs(stepMs: number): void {
    this.stepMs = stepMs;
    this.wake();
  }

  /** Checks again whether to wait. */
  wake(): void {
    this.wakeCount += 1;
    this.endWait?.();
  }

  /** @param computedMs how long the step took */
  async pause(computedMs: number): Promise<void> {
    const startedAt = performance.now();
    const leftMs = () => this.stepMs - computedMs - (performance.now() - startedAt);
    while (!this.isUrgent() && leftMs() > 0) {
      const { wakeCount } = this;
      const isUsed = await this.useWait(leftMs());
      // A wake-up meanwhile found no wait to end.
      if (!isUsed && wakeCount === this.wakeCount) await this.wait(leftMs());
    }
    this.waitedMs += performance.now() - startedAt;
  }

  private async wait(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.endWait = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.endWait = undefined;
  }
}
