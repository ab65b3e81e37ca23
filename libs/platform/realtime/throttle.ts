interface Waiting<V> {
  readonly timer: NodeJS.Timeout;
  /** Present after a call within the interval. */
  next?: { readonly value: V };
}

/** Throttles calls per key to one per interval, leading and trailing edge. Never drops the last value. */
export class Throttle<V = void> {
  private readonly waiting = new Map<string, Waiting<V>>();

  /**
   * @param intervalMs up to 1 ms is no interval: every call passes at once
   * @param merge combines the values of one key that wait together. By default the later one replaces the earlier one.
   */
  constructor(
    private readonly intervalMs: number | ((key: string) => number),
    private readonly deliver: (key: string, value: V) => void,
    private readonly merge: (earlier: V, later: V) => V = (_, later) => later,
  ) {}

  touch(key: string, value: V): void {
    const entry = this.waiting.get(key);
    if (!entry) return this.deliverNow(key, value);
    entry.next = { value: entry.next ? this.merge(entry.next.value, value) : value };
  }

  /** Delivers the waiting value of a key now. */
  flush(key: string): void {
    if (this.waiting.get(key)?.next) this.end(key);
  }

  /** Drops the waiting value of a key. */
  cancel(key: string): void {
    clearTimeout(this.waiting.get(key)?.timer);
    this.waiting.delete(key);
  }

  /** Drops all waiting values. */
  stop(): void {
    for (const key of this.waiting.keys()) this.cancel(key);
  }

  private deliverNow(key: string, value: V): void {
    const ms = typeof this.intervalMs === 'number' ? this.intervalMs : this.intervalMs(key);
    if (ms > 1) this.waiting.set(key, { timer: setTimeout(() => this.end(key), ms).unref() });
    this.deliver(key, value);
  }

  private end(key: string): void {
    const next = this.waiting.get(key)?.next;
    this.cancel(key);
    if (next) this.deliverNow(key, next.value);
  }
}
