/**
 * Throttles per key, leading and trailing edge, and batches values that arrive together. The last value of a key is always
 * delivered.
 */
export class BatchingThrottle<T> {
  private recentKeys = new Set<string>();
  private pending = new Map<string, T>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly intervalMs: number,
    private readonly keyOf: (value: T) => string,
    private readonly deliver: (values: readonly T[]) => void,
  ) {}

  add(values: readonly T[]): void {
    const due: T[] = [];
    for (const value of values) {
      const key = this.keyOf(value);
      if (this.recentKeys.has(key)) this.pending.set(key, value);
      else due.push(value);
      this.recentKeys.add(key);
    }
    if (this.recentKeys.size > 0) this.timer ??= setTimeout(() => this.flush(), this.intervalMs).unref();
    if (due.length > 0) this.deliver(due);
  }

  /** Drops pending values. */
  stop(): void {
    clearTimeout(this.timer);
    this.pending.clear();
  }

  private flush(): void {
    this.timer = undefined;
    const pending = [...this.pending.values()];
    this.recentKeys = new Set();
    this.pending = new Map();
    if (pending.length > 0) this.add(pending);
  }
}
