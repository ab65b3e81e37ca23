/** Runs a limited number of tasks at once, in order. Each can be canceled. */
export class TaskQueue {
  private readonly waiting: { readonly key: string; readonly work: (signal: AbortSignal) => Promise<void> }[] = [];
  private readonly running = new Map<string, AbortController>();

  constructor(private readonly most: number) {}

  add(key: string, work: (signal: AbortSignal) => Promise<void>): void {
    this.waiting.push({ key, work });
    this.next();
  }

  /** Cancels a task and aborts it if it is running. */
  stop(key: string): void {
    const at = this.waiting.findIndex((one) => one.key === key);
    if (at >= 0) this.waiting.splice(at, 1);
    this.running.get(key)?.abort();
  }

  private next(): void {
    // A canceled task may still be ending: only one task per key runs at a time.
    const at = this.waiting.findIndex(({ key }) => !this.running.has(key));
    const [one] = at >= 0 && this.running.size < this.most ? this.waiting.splice(at, 1) : [];
    if (!one) return;
    const abortController = new AbortController();
    this.running.set(one.key, abortController);
    void one.work(abortController.signal).finally(() => {
      this.running.delete(one.key);
      this.next();
    });
    this.next();
  }
}
