import { Rejection } from './rejection.js';

/** One owner may use half of the places in the queue, because a form adds ten images at once. */
const SHARE_OF_ONE = 2;

/**
 * Runs at most `concurrency` tasks at once and rejects a task behind `maxWaiting` others. Owners take turns, and each has at most
 * one running task, so that nobody's tasks delay all others. A task without an owner counts as one of somebody else.
 */
export class ConcurrencyLimiter {
  private running = 0;
  private waiting = 0;
  private readonly busy = new Set<string | symbol>();
  /** Waiting tasks by owner. The first owner is next. */
  private readonly queues = new Map<string | symbol, (() => void)[]>();

  constructor(
    private readonly concurrency: number,
    private readonly maxWaiting: number,
    private readonly retryAfterSeconds: number,
  ) {}

  /** @throws Rejection RATE_LIMITED when the queue, or the owner's share of it, is full */
  async run<T>(work: () => Promise<T>, owner?: string): Promise<T> {
    const key = owner ?? Symbol('nobody');
    await this.acquire(key);
    try {
      return await work();
    } finally {
      this.release(key);
    }
  }

  private async acquire(owner: string | symbol): Promise<void> {
    if (this.running < this.concurrency && !this.busy.has(owner)) return this.start(owner);
    const queue = this.queues.get(owner) ?? [];
    const share = Math.ceil(this.maxWaiting / SHARE_OF_ONE);
    if (this.waiting >= this.maxWaiting || queue.length >= share) {
      throw new Rejection('RATE_LIMITED', { retryAfterSeconds: this.retryAfterSeconds });
    }
    this.waiting += 1;
    this.queues.set(owner, queue);
    await new Promise<void>((resolve) => queue.push(resolve));
  }

  private start(owner: string | symbol): void {
    this.running += 1;
    this.busy.add(owner);
  }

  private release(owner: string | symbol): void {
    this.running -= 1;
    this.busy.delete(owner);
    for (const [next, queue] of this.queues) {
      if (this.busy.has(next)) continue;
      const [begin, ...others] = queue;
      this.queues.delete(next);
      if (others.length > 0) this.queues.set(next, others);
      this.waiting -= 1;
      this.start(next);
      begin?.();
      return;
    }
  }
}
