import type { EntitySchema } from '@mikro-orm/core';
import { MikroORM as MysqlOrm } from '@mikro-orm/mysql';
import { MikroORM as SqliteOrm } from '@mikro-orm/sqlite';
import { CompiledQuery, type DatabaseConnection } from 'kysely';
import { dialectOf } from './dialect.js';
import { retryBusyStatements } from './busy-statements.js';
import { tolerateFailedRollback } from './failed-rollback.js';
import { closeIdleConnections, limitPoolWait } from './pool-deadline.js';
import { limitStatementTime } from './statement-deadline.js';
import { jobEntity } from './job.entity.js';
import { cachePreparedStatements } from './cache-prepared-statements.js';

export type Orm = SqliteOrm | MysqlOrm;

export interface OrmOptions {
  /** `sqlite:PATH` or `mysql://user:password@host:port/name`. */
  readonly url: string;
  readonly entities: readonly EntitySchema[];
}

/**
 * WAL lets readers continue beside the one writer. NORMAL keeps every commit through a process crash, loses the last
 * ones only on power failure, and is 100 times faster than FULL.
 */
const PRAGMAS = [
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = NORMAL',
  'PRAGMA foreign_keys = ON',
  'PRAGMA busy_timeout = 5000',
  // Inserts hit the same index pages over and over. Fewer checkpoints write each page back less often.
  'PRAGMA wal_autocheckpoint = 4000',
];

/**
 * SQLite blocks the whole process while it waits for a lock. The unit of work and `retryBusyStatements` retry instead, which
 * keeps the server responsive.
 */
const BUSY_TIMEOUT_MS = 20;

/**
 * READ COMMITTED makes reads after a lock see the latest commits, and avoids gap locks. The server ends a session that is
 * silent for 4 s and rolls its transaction back, so that a node that is stopped or cut off holds no row for longer: its own
 * code can't. A statement that waits for a row gives its connection back after 2 s; the unit of work retries.
 */
export const MYSQL_SESSION = `SET SESSION transaction_isolation = 'READ-COMMITTED', wait_timeout = 4,
  net_read_timeout = 4, net_write_timeout = 4, innodb_lock_wait_timeout = 2, lock_wait_timeout = 5`;

/** More than the transactions of several rooms whose rows a lost node holds, see `RoomTurns`. */
const POOL = { connectionLimit: 20, gracefulEnd: true };

/** @param statements run once on each new connection */
const prepareConnection =
  (statements: readonly string[]) =>
  async (created: unknown): Promise<void> => {
    const connection = created as DatabaseConnection;
    tolerateFailedRollback(connection);
    for (const statement of statements) await connection.executeQuery(CompiledQuery.raw(statement));
  };

/** Full-text indexes differ by database. Only migrations create them; entities and schema drift ignore them. */
const FULL_TEXT_TABLES = /^(message|post)_search/;
const MIGRATIONS_TABLE = /^schema_migration$/;

/** Creates the ORM for either dialect. Doesn't apply migrations. */
export const createOrm = ({ url, entities }: OrmOptions): Orm => {
  const dialect = dialectOf(url);
  const shared = {
    entities: [...entities, jobEntity],
    discovery: { warnWhenNoEntities: false },
    schemaGenerator: { skipTables: [FULL_TEXT_TABLES, MIGRATIONS_TABLE] },
  };
  if (dialect === 'sqlite') {
    return new SqliteOrm({
      ...shared,
      dbName: url.slice('sqlite:'.length),
      async onCreateConnection(created: unknown) {
        await prepareConnection(PRAGMAS)(created);
        retryBusyStatements(created as DatabaseConnection);
      },
    });
  }
  return new MysqlOrm({
    ...shared,
    clientUrl: url,
    charset: 'utf8mb4',
    collate: 'utf8mb4_bin',
    async onCreateConnection(created: unknown) {
      limitStatementTime(created as DatabaseConnection);
      await prepareConnection([MYSQL_SESSION])(created);
    },
    driverOptions: { ...POOL, supportBigNumbers: true, connectTimeout: 5000 },
  });
};

/**
 * Limits how long work waits for others: SQLite blocks the process while another process holds the lock, and MySQL's pool
 * waits for a connection without end.
 */
export const limitWaits = async (orm: Orm): Promise<void> => {
  if (orm instanceof SqliteOrm) await orm.em.getConnection().execute(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  else {
    const pool = await orm.em.getConnection().getNativeClient();
    limitPoolWait(pool);
    closeIdleConnections(pool);
  }
};

/** Makes SQLite compile each statement once. MySQL isn't affected. */
export const cacheStatements = async (orm: Orm): Promise<void> => {
  if (orm instanceof SqliteOrm) cachePreparedStatements(await orm.em.getConnection().getNativeClient());
};
