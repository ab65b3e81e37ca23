import { AsyncLocalStorage } from 'node:async_hooks';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { DomainEvent } from '@visionary/kernel';
import type { Orm } from './orm.js';

interface RunningTransaction {
  readonly em: SqlEntityManager;
  readonly announced: DomainEvent[];
}

/**
 * The repositories' way to SQL. `em` is the running transaction's manager inside `UnitOfWork.run` and a fresh one
 * outside, so a repository never asks which; SQLite has one connection, where a query beside the transaction would wait for ever.
 */
export class Database {
  private readonly running = new AsyncLocalStorage<RunningTransaction>();

  constructor(readonly orm: Orm) {}

  get em(): SqlEntityManager {
    return this.running.getStore()?.em ?? (this.orm.em.fork() as SqlEntityManager);
  }

  get transaction(): RunningTransaction | undefined {
    return this.running.getStore();
  }

  /** @returns what `work` returns, once committed. */
  async transact<T>(work: (transaction: RunningTransaction) => Promise<T>): Promise<T> {
    const manager = this.orm.em.fork() as SqlEntityManager;
    return manager.transactional(async (em) => {
      const transaction = { em, announced: [] };
      return this.running.run(transaction, () => work(transaction));
    });
  }

  /** Cheap question for the health page. */
  async isUp(): Promise<boolean> {
    return this.orm.em.getConnection().isConnected();
  }
}
