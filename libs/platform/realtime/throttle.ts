interface Interval<V> {
  readonly timer: NodeJS.Timeout;
  /** Present after a call within the interval. */
  next?: { readonly value: V };
}

/** Throttles calls per key to one per interval, leading and trailing edge. Never drops the last value. */
export class Throttle<V = void> {
  private readonly intervals = new Map<string, Interval<V>>();

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
    const interval = this.intervals.get(key);
    if (!interval) return this.deliverNow(key, value);
    interval.next = { value: interval.next ? this.merge(interval.next.value, value) : value };
  }

  /** Delivers the waiting value of a key now. */
  flush(key: string): void {
    if (this.intervals.get(key)?.next) this.endInterval(key);
  }

  /** Drops the waiting value of a key. */
  cancel(key: string): void {
    clearTimeout(this.intervals.get(key)?.timer);
    this.intervals.delete(key);
  }

  /** Drops all waiting values. */
  stop(): void {
    for (const key of this.intervals.keys()) this.cancel(key);
  }

  private deliverNow(key: string, value: V): void {
    const ms = typeof this.intervalMs === 'number' ? this.intervalMs : this.intervalMs(key);
    if (ms > 1) this.intervals.set(key, { timer: setTimeout(() => this.endInterval(key), ms).unref() });
    this.deliver(key, value);
  }

  private endInterval(key: string): void {
    const next = this.intervals.get(key)?.next;
    this.cancel(key);
    if (next) this.deliverNow(key, next.value);
  }
}
