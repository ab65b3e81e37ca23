import { AsyncLocalStorage } from 'node:async_hooks';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { MikroORM as SqliteOrm } from '@mikro-orm/sqlite';
import type { Kysely, Transaction } from 'kysely';
import type { Dialect } from './dialect.js';
import type { Orm } from './orm.js';
import type { Tables } from './tables.js';

/** A running transaction. Creates an entity manager only on demand, because most work uses plain queries. */
class RunningTransaction {
  readonly events: object[] = [];
  /** Cache tags this transaction invalidates. */
  readonly touchedTags = new Set<string>();
  private manager: SqlEntityManager | undefined;

  constructor(
    private readonly orm: Orm,
    readonly query: Transaction<unknown>,
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
 * Access to SQL for repositories. `em` is the manager of the running transaction inside `UnitOfWork.run`, and a new one
 * outside. SQLite has one connection, so a query outside the running transaction would deadlock.
 */
export class Database {
  private readonly transactions = new AsyncLocalStorage<RunningTransaction>();

  constructor(readonly orm: Orm) {}

  /** For queries that differ between dialects, such as full-text search. */
  get dialect(): Dialect {
    return this.orm instanceof SqliteOrm ? 'sqlite' : 'mysql';
  }

  get em(): SqlEntityManager {
    return this.transactions.getStore()?.em ?? this.orm.em.fork();
  }

  get transaction(): RunningTransaction | undefined {
    return this.transactions.getStore();
  }

  get selectFrom() {
    return bound(this.query(), 'selectFrom');
  }

  get insertInto() {
    return bound(this.query(), 'insertInto');
  }

  get updateTable() {
    return bound(this.query(), 'updateTable');
  }

  get deleteFrom() {
    return bound(this.query(), 'deleteFrom');
  }

  /** Query builder for plain rows, in the running transaction if there is one. */
  query<Named = Tables>(): Kysely<Named> {
    // Avoids creating an entity manager just to get its connection, because every command runs several queries.
    const { transaction } = this;
    return (transaction?.query ?? this.orm.em.getConnection().getClient()) as Kysely<Named>;
  }

  /** Locks what a query finds until the transaction ends. SQLite runs one transaction at a time and needs no lock. */
  forUpdate<Q extends { forUpdate(): Q }>(query: Q): Q {
    return this.dialect === 'mysql' ? query.forUpdate() : query;
  }

  /** Skips rows that exist. */
  ignoreExisting<Q extends { ignore(): Q; orIgnore(): Q }>(insert: Q): Q {
    return this.dialect === 'mysql' ? insert.ignore() : insert.orIgnore();
  }

  /**
   * @param isolation isolation of reads: `latest` sees the latest commits, so that a counter read after locking is current;
   * `snapshot` sees a single snapshot. SQLite runs one transaction at a time, so both are equal there.
   * @returns the result of `work`, after the commit
   */
  async transact<T>(
    work: (transaction: RunningTransaction) => Promise<T>,
    isolation: 'latest' | 'snapshot' = 'latest',
  ): Promise<T> {
    const builder = this.orm.em.getConnection('write').getClient().transaction();
    const isolated =
      isolation === 'latest' ? builder : builder.setIsolationLevel('repeatable read').setAccessMode('read only');
    // Kysely's own transactions release their connection whichever statement fails, those of MikroORM don't.
    return isolated.execute(async (query) => {
      const transaction = new RunningTransaction(this.orm, query);
      try {
        const result = await this.transactions.run(transaction, () => work(transaction));
        await transaction.flush();
        return result;
      } catch (error) {
        // A statement still queued on the connection would run after the rollback, on its own.
        await query.getExecutor().provideConnection(async () => undefined);
        throw error;
      }
    });
  }

  /** A cheap check for the health route. */
  async isUp(): Promise<boolean> {
    return this.orm.em.getConnection().isConnected();
  }
}

type Statement = 'selectFrom' | 'insertInto' | 'updateTable' | 'deleteFrom';

const bound = <K extends Statement>(query: Kysely<Tables>, name: K) => query[name].bind(query) as Kysely<Tables>[K];
