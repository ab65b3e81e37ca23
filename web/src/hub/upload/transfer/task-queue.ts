/** Does so many things at once, the others in their order after them; each can be stopped. */
export class TaskQueue {
  private readonly waiting: { readonly key: string; readonly work: (signal: AbortSignal) => Promise<void> }[] = [];
  private readonly running = new Map<string, AbortController>();

  constructor(private readonly most: number) {}

  add(key: string, work: (signal: AbortSignal) => Promise<void>): void {
    this.waiting.push({ key, work });
    this.next();
  }

  /** It is done no more; what of it runs is told. */
  stop(key: string): void {
    const at = this.waiting.findIndex((one) => one.key === key);
    if (at >= 0) this.waiting.splice(at, 1);
    this.running.get(key)?.abort();
  }

  private next(): void {
    // What was stopped a moment ago still runs to its end: of one key there is one at a time.
    const at = this.waiting.findIndex(({ key }) => !this.running.has(key));
    const [one] = at >= 0 && this.running.size < this.most ? this.waiting.splice(at, 1) : [];
    if (!one) return;
    const stopper = new AbortController();
    this.running.set(one.key, stopper);
    void one.work(stopper.signal).finally(() => {
      this.running.delete(one.key);
      this.next();
    });
    this.next();
  }
}
