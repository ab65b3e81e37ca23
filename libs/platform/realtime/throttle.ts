/** Throttles calls per key to one per interval, leading and trailing edge. Never drops the last change. */
export class Throttle {
  private readonly waiting = new Map<string, { again: boolean; timer: NodeJS.Timeout }>();

  constructor(
    private readonly intervalMs: number | ((key: string) => number),
    private readonly say: (key: string) => void,
  ) {}

  touch(key: string): void {
    const entry = this.waiting.get(key);
    if (entry) {
      entry.again = true;
      return;
    }
    this.start(key);
    this.say(key);
  }

  /** Drops pending calls. */
  stop(): void {
    for (const { timer } of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }

  private start(key: string): void {
    const ms = typeof this.intervalMs === 'number' ? this.intervalMs : this.intervalMs(key);
    const timer = setTimeout(() => this.end(key), ms).unref();
    this.waiting.set(key, { again: false, timer });
  }

  private end(key: string): void {
    const again = this.waiting.get(key)?.again;
    this.waiting.delete(key);
    if (again) this.touch(key);
  }
}
