const PAUSE_MS = 500;

/** Tells that the pool has changed: at once, and then at most twice a second, the last change included. */
export class PoolReporter {
  private pause: NodeJS.Timeout | undefined;
  private hasChanged = false;

  constructor(private readonly tell: () => void) {}

  changed(): void {
    this.hasChanged = true;
    // Several changes of one moment are one.
    if (!this.pause) this.rest(0);
  }

  private rest(pauseMs: number): void {
    this.pause = setTimeout(() => {
      this.pause = undefined;
      if (!this.hasChanged) return;
      this.hasChanged = false;
      this.rest(PAUSE_MS);
      this.tell();
    }, pauseMs).unref();
  }
}
