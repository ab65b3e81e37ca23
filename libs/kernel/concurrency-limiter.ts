import { Rejection } from './rejection.js';

/** Runs at most `concurrency` tasks at once, in order of arrival, and rejects a task behind `maxWaiting` others. */
export class ConcurrencyLimiter {
  private running = 0;
  private readonly queue: (() => void)[] = [];

  constructor(
    private readonly concurrency: number,
    private readonly maxWaiting: number,
    private readonly retryAfterSeconds: number,
  ) {}

  /** @throws Rejection RATE_LIMITED when the queue is full */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.acquire();
    try {
      return await work();
    } finally {
      this.release();
    }
  }

  private async acquire(): Promise<void> {
    if (this.running < this.concurrency) {
      this.running += 1;
      return;
    }
    if (this.queue.length >= this.maxWaiting) {
      throw new Rejection('RATE_LIMITED', { retryAfterSeconds: this.retryAfterSeconds });
    }
    await new Promise<void>((resolve) => this.queue.push(resolve));
  }

  /** The slot passes to the next task, so `running` stays unchanged. */
  private release(): void {
    const next = this.queue.shift();
    if (next) next();
    else this.running -= 1;
  }
}
