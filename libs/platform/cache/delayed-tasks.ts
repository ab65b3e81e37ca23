/** Runs tasks after a delay, or at once on shutdown. */
export class DelayedTasks {
  private readonly pendingTasks = new Map<NodeJS.Timeout, () => Promise<void>>();
  private readonly runningTasks = new Set<Promise<void>>();

  schedule(afterMs: number, work: () => Promise<void>): void {
    const timer = setTimeout(() => this.start(timer), afterMs);
    this.pendingTasks.set(timer, work);
  }

  async finish(): Promise<void> {
    for (const timer of this.pendingTasks.keys()) this.start(timer);
    await Promise.all(this.runningTasks);
  }

  private start(timer: NodeJS.Timeout): void {
    const work = this.pendingTasks.get(timer);
    clearTimeout(timer);
    this.pendingTasks.delete(timer);
    if (!work) return;
    const running: Promise<void> = work().finally(() => this.runningTasks.delete(running));
    this.runningTasks.add(running);
  }
}
