import { Logger } from '@nestjs/common';
import { DomainEvents, UnitOfWork } from '@visionary/kernel';
import { pauseBefore, RETRY_FOR_MS } from './backoff.js';
import { type Invalidation, CacheInvalidationHook, UntaggedChangeError } from './cache-invalidation.js';
import type { Database } from './database.js';
import { isLockWaitTimeout, isRetryable } from './database-errors.js';
import { RoomTurns } from './room-turns.js';

const MIN_ATTEMPTS = 4;

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
    private readonly roomTurns = new RoomTurns(),
  ) {
    super();
  }

  get isRunning(): boolean {
    return this.database.transaction !== undefined;
  }

  async run<T>(work: () => Promise<T>, tags: readonly string[] = []): Promise<T> {
    if (this.database.transaction) {
      this.invalidate(...tags);
      return work();
    }
    const invalidation = await this.cacheInvalidationHook.beginInvalidation(tags);
    try {
      return await this.runWithRetries(work, invalidation);
    } finally {
      // Also after a failure, because an error on commit can hide a successful commit.
      invalidation.complete();
    }
  }

  invalidate(...tags: string[]): void {
    for (const tag of tags) this.database.transaction?.touchedTags.add(tag);
  }

  private async runWithRetries<T>(work: () => Promise<T>, invalidation: Invalidation): Promise<T> {
    const deadline = performance.now() + RETRY_FOR_MS;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attemptInTurn(work, invalidation, deadline);
      } catch (error) {
        if (error instanceof UntaggedChangeError) {
          await invalidation.markTags();
          continue;
        }
        if (isLockWaitTimeout(error)) this.roomTurns.noteLocked();
        const isLast = attempt >= MIN_ATTEMPTS && performance.now() > deadline;
        if (isLast || !isRetryable(error)) throw error;
      }
      await pauseBefore(attempt);
    }
  }

  async readConsistently<T>(read: () => Promise<T>): Promise<T> {
    return this.database.transaction ? read() : this.database.transact(read, 'snapshot');
  }

  publish(event: object): void {
    const { transaction } = this.database;
    if (!transaction) throw new Error(`${event.constructor.name} published outside a unit of work`);
    transaction.events.push(event);
  }

  /** SQLite has one connection, so its transactions take turns anyway. */
  private attemptInTurn<T>(work: () => Promise<T>, invalidation: Invalidation, deadline: number): Promise<T> {
    if (this.database.dialect === 'sqlite') return this.attempt(work, invalidation);
    return this.roomTurns.take(deadline, () => this.attempt(work, invalidation));
  }

  private async attempt<T>(work: () => Promise<T>, invalidation: Invalidation): Promise<T> {
    let published: readonly object[] = [];
    const result = await this.database.transact(async (transaction) => {
      const value = await work();
      await this.events.handleBeforeCommit(transaction.events);
      published = transaction.events;
      if (!(await invalidation.isSafeToCommit(transaction.touchedTags))) throw new UntaggedChangeError();
      return value;
    });
    this.events.handleAfterCommit(published);
    return result;
  }
}
