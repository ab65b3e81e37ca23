import type { EntitySchema } from '@mikro-orm/core';
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM as MysqlOrm } from '@mikro-orm/mysql';
import { MikroORM as SqliteOrm } from '@mikro-orm/sqlite';
import { CompiledQuery, type DatabaseConnection } from 'kysely';
import { dialectOf } from './dialect.js';
import { migrations } from './migrations/index.js';
import { cachePreparedStatements } from './cache-prepared-statements.js';

export type Orm = SqliteOrm | MysqlOrm;

export interface OrmOptions {
  /** `sqlite:PATH` or `mysql://user:password@host:port/name`. */
  readonly url: string;
  readonly entities: readonly EntitySchema[];
}

/**
 * WAL lets readers go on beside the one writer; NORMAL keeps every commit through a crash of the process
 * (only a power cut can lose the last ones) and is 100 times faster than FULL.
 */
const PRAGMAS = [
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = NORMAL',
  'PRAGMA foreign_keys = ON',
  'PRAGMA busy_timeout = 5000',
  // Every message writes to the same ends of the same indexes: written back less often, each is written back once for many.
  'PRAGMA wal_autocheckpoint = 4000',
];

/** SQLite waits for a lock by stopping the whole process: the unit of work waits better, and lets everything else go on. */
const WAIT_AT_MOST_MS = 20;

/** A transaction sees what others have committed, so that what it reads after a lock is true; and it locks no gaps. */
const SESSION = ["SET SESSION transaction_isolation = 'READ-COMMITTED'"];

const saying =
  (statements: readonly string[]) =>
  async (connection: unknown): Promise<void> => {
    for (const statement of statements) {
      await (connection as DatabaseConnection).executeQuery(CompiledQuery.raw(statement));
    }
  };

/** Full-text indexes are each database's own matter: migrations make them, entities and the search for drift know nothing of them. */
const FULL_TEXT_TABLES = /^(message|post)_search/;

/** Both dialects with the same entities; nothing is applied yet. */
export const createOrm = ({ url, entities }: OrmOptions): Orm => {
  const dialect = dialectOf(url);
  const shared = {
    entities: [...entities],
    extensions: [Migrator],
    discovery: { warnWhenNoEntities: false },
    schemaGenerator: { skipTables: [FULL_TEXT_TABLES] },
    migrations: { migrationsList: migrations[dialect], tableName: 'schema_migration', snapshot: false, silent: true },
  };
  if (dialect === 'sqlite') {
    return new SqliteOrm({ ...shared, dbName: url.slice('sqlite:'.length), onCreateConnection: saying(PRAGMAS) });
  }
  return new MysqlOrm({
    ...shared,
    clientUrl: url,
    charset: 'utf8mb4',
    collate: 'utf8mb4_bin',
    onCreateConnection: saying(SESSION),
    pool: { min: 0, max: 10 },
    driverOptions: { supportBigNumbers: true, connectTimeout: 5000 },
  });
};

/** From now on a database that another process holds is not waited for where the whole server would wait with it. */
export const serveWhileLocked = async (orm: Orm): Promise<void> => {
  if (orm instanceof SqliteOrm) await orm.em.getConnection().execute(`PRAGMA busy_timeout = ${WAIT_AT_MOST_MS}`);
};

/** From now on SQLite compiles each statement once; MySQL is sent plain texts. */
export const cacheStatements = async (orm: Orm): Promise<void> => {
  if (orm instanceof SqliteOrm) cachePreparedStatements(await orm.em.getConnection().getNativeClient());
};
