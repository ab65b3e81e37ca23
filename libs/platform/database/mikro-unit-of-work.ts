import { type DomainEvent, UnitOfWork } from '@visionary/kernel';
import type { Database } from './database.js';
import { isRetryable } from './failures.js';
import type { InProcessDomainEvents } from './in-process-domain-events.js';

const ATTEMPTS_AT_LEAST = 4;
const PATIENCE_MS = 5_000;
const PAUSE_AT_MOST_MS = 200;

/** Longer from time to time, and never the same for all who wait. */
const pauseBefore = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(PAUSE_AT_MOST_MS, 5 * 2 ** attempt)));

export class MikroUnitOfWork extends UnitOfWork {
  constructor(
    private readonly database: Database,
    private readonly events: InProcessDomainEvents,
  ) {
    super();
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.database.transaction) return work();
    const deadline = performance.now() + PATIENCE_MS;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(work);
      } catch (error) {
        const isLast = attempt >= ATTEMPTS_AT_LEAST && performance.now() > deadline;
        if (isLast || !isRetryable(error)) throw error;
      }
      await pauseBefore(attempt);
    }
  }

  async consistently<T>(read: () => Promise<T>): Promise<T> {
    return this.database.transaction ? read() : this.database.transact(read, 'one moment');
  }

  announce(event: DomainEvent): void {
    const { transaction } = this.database;
    if (!transaction) throw new Error(`${event.constructor.name} announced outside a unit of work`);
    transaction.announced.push(event);
  }

  private async attempt<T>(work: () => Promise<T>): Promise<T> {
    let announced: readonly DomainEvent[] = [];
    const result = await this.database.transact(async (transaction) => {
      const value = await work();
      await this.events.reactBeforeCommit(transaction.announced);
      announced = transaction.announced;
      return value;
    });
    this.events.reactAfterCommit(announced);
    return result;
  }
}
