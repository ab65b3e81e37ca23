import { Logger } from '@nestjs/common';
import { DomainEvents, UnitOfWork } from '@visionary/kernel';
import { type Invalidation, CacheInvalidationHook, UntaggedChangeError } from './cache-invalidation.js';
import type { Database } from './database.js';
import { isRetryable } from './database-errors.js';

const ATTEMPTS_AT_LEAST = 4;
const PATIENCE_MS = 5_000;
const PAUSE_AT_MOST_MS = 200;

/** Exponential backoff with full jitter. */
const pauseBefore = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(PAUSE_AT_MOST_MS, 5 * 2 ** attempt)));

/** Domain events that log the errors of handlers. */
export const createDomainEvents = (): DomainEvents => {
  const logger = new Logger('DomainEvents');
  return new DomainEvents((event, error) =>
    logger.error(`A handler of ${event.constructor.name} failed`, error instanceof Error ? error.stack : error),
  );
};

export class MikroUnitOfWork extends UnitOfWork {
  constructor(
    private readonly database: Database,
    private readonly events: DomainEvents,
    private readonly cacheInvalidationHook = new CacheInvalidationHook(),
  ) {
    super();
  }

  get isRunning(): boolean {
    return this.database.transaction !== undefined;
  }

  async run<T>(work: () => Promise<T>, touches: readonly string[] = []): Promise<T> {
    if (this.database.transaction) {
      this.invalidate(...touches);
      return work();
    }
    const change = await this.cacheInvalidationHook.change(touches);
    try {
      return await this.persist(work, change);
    } finally {
      // Also after a failure, because an error on commit can hide a successful commit.
      change.complete();
    }
  }

  invalidate(...subjects: string[]): void {
    for (const subject of subjects) this.database.transaction?.touched.add(subject);
  }

  private async persist<T>(work: () => Promise<T>, invalidation: Invalidation): Promise<T> {
    const deadline = performance.now() + PATIENCE_MS;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(work, invalidation);
      } catch (error) {
        if (error instanceof UntaggedChangeError) {
          await invalidation.addTags();
          continue;
        }
        const isLast = attempt >= ATTEMPTS_AT_LEAST && performance.now() > deadline;
        if (isLast || !isRetryable(error)) throw error;
      }
      await pauseBefore(attempt);
    }
  }

  async readConsistently<T>(read: () => Promise<T>): Promise<T> {
    return this.database.transaction ? read() : this.database.transact(read, 'one moment');
  }

  publish(event: object): void {
    const { transaction } = this.database;
    if (!transaction) throw new Error(`${event.constructor.name} published outside a unit of work`);
    transaction.published.push(event);
  }

  private async attempt<T>(work: () => Promise<T>, invalidation: Invalidation): Promise<T> {
    let published: readonly object[] = [];
    const result = await this.database.transact(async (transaction) => {
      const value = await work();
      await this.events.handleBeforeCommit(transaction.published);
      published = transaction.published;
      if (!(await invalidation.isSafeToCommit(transaction.touched))) throw new UntaggedChangeError();
      return value;
    });
    this.events.handleAfterCommit(published);
    return result;
  }
}
