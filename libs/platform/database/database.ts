import { AsyncLocalStorage } from 'node:async_hooks';
import { IsolationLevel, type Transaction } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { MikroORM as SqliteOrm } from '@mikro-orm/sqlite';
import type { DomainEvent } from '@visionary/kernel';
import type { Kysely } from 'kysely';
import type { Dialect } from './dialect.js';
import type { Orm } from './orm.js';

/** What goes on between a begin and its commit. A manager is made for those who ask for one: most ask plain queries only. */
class RunningTransaction {
  readonly announced: DomainEvent[] = [];
  /** Subjects whose copies elsewhere this transaction makes old. */
  readonly touched = new Set<string>();
  private manager: SqlEntityManager | undefined;

  constructor(
    private readonly orm: Orm,
    readonly query: Transaction,
  ) {}

  get em(): SqlEntityManager {
    if (!this.manager) {
      this.manager = this.orm.em.fork();
      this.manager.setTransactionContext(this.query);
    }
    return this.manager;
  }

  async flush(): Promise<void> {
    await this.manager?.flush();
  }
}

/**
 * The repositories' way to SQL. `em` is the running transaction's manager inside `UnitOfWork.run` and a fresh one
 * outside, so a repository never asks which; SQLite has one connection, where a query beside the transaction would wait for ever.
 */
export class Database {
  private readonly running = new AsyncLocalStorage<RunningTransaction>();

  constructor(readonly orm: Orm) {}

  /** For the little that the two do not say alike, as full-text search. */
  get dialect(): Dialect {
    return this.orm instanceof SqliteOrm ? 'sqlite' : 'mysql';
  }

  get em(): SqlEntityManager {
    return this.running.getStore()?.em ?? this.orm.em.fork();
  }

  get transaction(): RunningTransaction | undefined {
    return this.running.getStore();
  }

  /** The query builder for plain rows, in the running transaction where there is one. `Tables`: column types by table. */
  query<Tables>(): Kysely<Tables> {
    // Every command asks several times: no manager is made only to be asked for its connection.
    const { transaction } = this;
    return (transaction?.query ?? this.orm.em.getConnection().getClient()) as Kysely<Tables>;
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
    const options = sees === 'latest' ? {} : { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true };
    return this.orm.em.getConnection('write').transactional(async (query) => {
      const transaction = new RunningTransaction(this.orm, query);
      const result = await this.running.run(transaction, () => work(transaction));
      await transaction.flush();
      return result;
    }, options);
  }

  /** Cheap question for the health page. */
  async isUp(): Promise<boolean> {
    return this.orm.em.getConnection().isConnected();
  }
}
