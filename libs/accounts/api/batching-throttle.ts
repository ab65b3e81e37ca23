/**
 * What is quiet is said at once, many together where they come together; what comes again within the interval waits for its
 * end, and is said once then. The last word is never left out.
 */
export class BatchingThrottle<T> {
  private recent = new Set<string>();
  private waiting = new Map<string, T>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly intervalMs: number,
    private readonly keyOf: (one: T) => string,
    private readonly say: (all: readonly T[]) => void,
  ) {}

  add(all: readonly T[]): void {
    const quiet: T[] = [];
    for (const one of all) {
      const key = this.keyOf(one);
      if (this.recent.has(key)) this.waiting.set(key, one);
      else quiet.push(one);
      this.recent.add(key);
    }
    if (this.recent.size > 0) this.timer ??= setTimeout(() => this.turn(), this.intervalMs).unref();
    if (quiet.length > 0) this.say(quiet);
  }

  /** Nothing is said any more. */
  stop(): void {
    clearTimeout(this.timer);
    this.waiting.clear();
  }

  private turn(): void {
    this.timer = undefined;
    const waited = [...this.waiting.values()];
    this.recent = new Set();
    this.waiting = new Map();
    if (waited.length > 0) this.add(waited);
  }
}
