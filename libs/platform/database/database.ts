import { AsyncLocalStorage } from 'node:async_hooks';
import { IsolationLevel } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { DomainEvent } from '@visionary/kernel';
import type { Kysely } from 'kysely';
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
    return this.running.getStore()?.em ?? this.orm.em.fork();
  }

  get transaction(): RunningTransaction | undefined {
    return this.running.getStore();
  }

  /** The query builder for plain rows, in the running transaction where there is one. `Tables`: column types by table. */
  query<Tables>(): Kysely<Tables> {
    return this.em.getKysely() as unknown as Kysely<Tables>;
  }

  /**
   * @param sees what a read finds: the latest commits (so that a counter read after its lock is the true one), or the
   *   state of one moment however long the transaction takes. SQLite runs one transaction at a time and needs no choice.
   * @returns what `work` returns, once committed
   */
  async transact<T>(
    work: (transaction: RunningTransaction) => Promise<T>,
    sees: 'latest' | 'one moment' = 'latest',
  ): Promise<T> {
    const manager = this.orm.em.fork() as SqlEntityManager;
    const options = sees === 'latest' ? {} : { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true };
    return manager.transactional(async (em) => {
      const transaction = { em, announced: [] };
      return this.running.run(transaction, () => work(transaction));
    }, options);
  }

  /** Cheap question for the health page. */
  async isUp(): Promise<boolean> {
    return this.orm.em.getConnection().isConnected();
  }
}
