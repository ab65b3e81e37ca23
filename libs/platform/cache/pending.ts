/** Runs tasks after a delay, or at once on shutdown. */
export class DelayedTasks {
  private readonly waiting = new Map<NodeJS.Timeout, () => Promise<void>>();
  private readonly running = new Set<Promise<void>>();

  later(afterMs: number, work: () => Promise<void>): void {
    const timer = setTimeout(() => this.start(timer), afterMs);
    this.waiting.set(timer, work);
  }

  async finish(): Promise<void> {
    for (const timer of this.waiting.keys()) this.start(timer);
    await Promise.all(this.running);
  }

  private start(timer: NodeJS.Timeout): void {
    const work = this.waiting.get(timer);
    clearTimeout(timer);
    this.waiting.delete(timer);
    if (!work) return;
    const running: Promise<void> = work().finally(() => this.running.delete(running));
    this.running.add(running);
  }
}
