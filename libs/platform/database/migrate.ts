import type { Kysely } from 'kysely';
import { dialectOf, type Dialect } from './dialect.js';
import { acquireMigrationLock, releaseMigrationLock } from './migration-lock.js';
import { migrationsOf } from './migrations/index.js';
import { type Execute, type NamedMigration, runSteps } from './migrations/migration.js';
import { resumable } from './migrations/resumable.js';
import { withoutStatementDeadline } from './statement-deadline.js';
import { MYSQL_SESSION, type Orm } from './orm.js';

export interface MigrateOptions {
  /** The last migration to apply. Only tests stop early. */
  readonly to?: string;
  /** How long to wait for another process that migrates. */
  readonly maxWaitMs?: number;
}

/** A migration may be idle between statements while it computes, and waits for other nodes. */
const MYSQL_MIGRATION_SESSION =
  'set session wait_timeout = 3600, net_read_timeout = 60, net_write_timeout = 60, innodb_lock_wait_timeout = 50, lock_wait_timeout = 3600, foreign_key_checks = 0';

const TABLE: Readonly<Record<Dialect, string>> = {
  sqlite:
    'create table if not exists `schema_migration` (`id` integer not null primary key autoincrement, `name` text null, `executed_at` datetime null default current_timestamp)',
  mysql:
    'create table if not exists `schema_migration` (`id` int unsigned not null auto_increment primary key, `name` varchar(255) null, `executed_at` datetime null default current_timestamp) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
};

/**
 * Applies pending migrations, in one session that holds the migration lock. Nodes that start together wait for the first
 * one. A killed migration is continued by the next start: SQLite rolls it back, MySQL continues after its last change.
 * @returns names of applied migrations
 * @throws MigrationLockError if another process migrates for too long
 */
export const migrate = async (orm: Orm, url: string, { to, maxWaitMs }: MigrateOptions = {}): Promise<string[]> => {
  const dialect = dialectOf(url);
  const connection = orm.em.getConnection();
  return connection
    .getClient()
    .connection()
    .execute(async (session: Kysely<unknown>) => {
      const execute: Execute = (sql, params) => connection.execute(sql, params, 'all', session);
      const migrations = migrationsOf(dialect);
      const wanted = to ? migrations.slice(0, migrations.findIndex(({ name }) => name === to) + 1) : migrations;
      return dialect === 'sqlite'
        ? onSqlite(execute, wanted, maxWaitMs)
        : withoutStatementDeadline(session, () => onMysql(execute, wanted, maxWaitMs));
    });
};

const TABLE_QUERY: Readonly<Record<Dialect, string>> = {
  sqlite: "select name from sqlite_master where name = 'schema_migration'",
  mysql: "show tables like 'schema_migration'",
};

/** Counts the migrations that a start would apply. Changes nothing. */
export const countPendingMigrations = async (orm: Orm, url: string): Promise<number> => {
  const dialect = dialectOf(url);
  const connection = orm.em.getConnection();
  const tables = await connection.execute<unknown[]>(TABLE_QUERY[dialect]);
  const rows =
    tables.length > 0 ? await connection.execute<{ name: string }[]>('select name from schema_migration') : [];
  const applied = new Set(rows.map(({ name }) => name));
  return migrationsOf(dialect).filter(({ name }) => !applied.has(name)).length;
};

/** All or none. */
const onSqlite = async (execute: Execute, wanted: readonly NamedMigration[], maxWaitMs?: number): Promise<string[]> => {
  await acquireMigrationLock(execute, 'sqlite', maxWaitMs);
  try {
    const pending = await pendingOf(execute, 'sqlite', wanted);
    for (const { name, steps } of pending) {
      await runSteps(steps, execute);
      await record(execute, name);
    }
    await execute('commit');
    return pending.map(({ name }) => name);
  } catch (error) {
    await execute('rollback');
    throw error;
  }
};

const onMysql = async (execute: Execute, wanted: readonly NamedMigration[], maxWaitMs?: number): Promise<string[]> => {
  try {
    await execute(MYSQL_MIGRATION_SESSION);
    await acquireMigrationLock(execute, 'mysql', maxWaitMs);
    const pending = await pendingOf(execute, 'mysql', wanted);
    for (const { name, steps } of pending) {
      await execute('begin');
      await runSteps(steps, resumable(execute));
      await record(execute, name);
      await execute('commit');
    }
    return pending.map(({ name }) => name);
  } finally {
    await leaveSession(execute).catch(() => undefined);
  }
};

/** Returns the session to the pool as it was. One that is lost has lost its lock, too. */
const leaveSession = async (execute: Execute): Promise<void> => {
  await execute('rollback');
  await releaseMigrationLock(execute);
  await execute('set session foreign_key_checks = 1');
  await execute(MYSQL_SESSION);
};

const pendingOf = async (
  execute: Execute,
  dialect: Dialect,
  wanted: readonly NamedMigration[],
): Promise<NamedMigration[]> => {
  await execute(TABLE[dialect]);
  const rows = await execute('select `name` from `schema_migration`');
  const applied = new Set(rows.map(({ name }) => name));
  return wanted.filter(({ name }) => !applied.has(name));
};

const record = async (execute: Execute, name: string): Promise<void> => {
  await execute('insert into `schema_migration` (`name`) values (?)', [name]);
};
