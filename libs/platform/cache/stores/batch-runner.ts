/** One run of some work for all who wait for it, one at a time: nobody gets a run that began before they came. */
export class CoalescedRunner {
  private running: Promise<void> | undefined;
  private next: Promise<void> | undefined;

  constructor(private readonly work: () => Promise<void>) {}

  /** Resolves after a run that begins from now on. @throws what that run throws */
  join(): Promise<void> {
    return (this.next ??= this.begin());
  }

  private async begin(): Promise<void> {
    await this.running?.catch(() => undefined);
    // Whoever comes in the same turn of the loop comes along.
    await new Promise((resolve) => setImmediate(resolve));
    this.next = undefined;
    const run = this.work();
    this.running = run;
    const leave = () => {
      if (this.running === run) this.running = undefined;
    };
    run.then(leave, leave);
    return run;
  }
}
