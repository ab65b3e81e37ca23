/**
 * Runs work one at a time and shares each run among its waiting callers. No caller gets a run that began before its
 * call.
 */
export class CoalescedRunner {
  private running: Promise<void> | undefined;
  private next: Promise<void> | undefined;

  constructor(private readonly work: () => Promise<void>) {}

  /** Resolves after a run that begins after this call. @throws what that run throws */
  join(): Promise<void> {
    return (this.next ??= this.startNext());
  }

  private async startNext(): Promise<void> {
    await this.running?.catch(() => undefined);
    // Lets callers of the same event loop turn join this run.
    await new Promise((resolve) => setImmediate(resolve));
    this.next = undefined;
    const run = this.work();
    this.running = run;
    const clear = () => {
      if (this.running === run) this.running = undefined;
    };
    run.then(clear, clear);
    return run;
  }
}
