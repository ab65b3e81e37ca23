import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Dialect } from './dialect.js';
import type { Execute } from './migrations/migration.js';

/** Long enough for a migration that rewrites millions of rows. */
const MAX_WAIT_MS = 10 * 60_000;
/** Between lines in the log. */
const ATTEMPT_MS = 10_000;
const SQLITE_RETRY_MS = 100;
/** SQLite blocks the whole process while it waits for a lock. */
const SQLITE_BUSY_TIMEOUT_MS = 20;

/** Another process has been migrating for longer than this one waits. */
export class MigrationLockError extends Error {
  override readonly name = 'MigrationLockError';
}

/** Of one database: locks of MySQL are shared by all databases of a server. Names have at most 64 characters. */
const LOCK_NAME = "concat('visionary_migrate_', sha1(database()))";

/** @returns whether this session has the lock. NULL means that the server failed. */
const tryMysql = async (execute: Execute, waitMs: number): Promise<boolean> => {
  const [row] = await execute(`select get_lock(${LOCK_NAME}, ${Math.ceil(waitMs / 1000)}) as is_held`);
  return Number(row?.['is_held']) === 1;
};

/** Begins a transaction that no other process can begin at the same time. */
const trySqlite = async (execute: Execute, waitMs: number): Promise<boolean> => {
  await execute(`pragma busy_timeout = ${SQLITE_BUSY_TIMEOUT_MS}`);
  const deadline = performance.now() + waitMs;
  for (;;) {
    try {
      await execute('begin immediate');
      return true;
    } catch (error) {
      if (!String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')) throw error;
      if (performance.now() > deadline) return false;
      await pause(SQLITE_RETRY_MS);
    }
  }
};

/**
 * Waits until no other process migrates the database. The lock ends with the session.
 * @throws MigrationLockError after `maxWaitMs`
 */
export const acquireMigrationLock = async (
  execute: Execute,
  dialect: Dialect,
  maxWaitMs = MAX_WAIT_MS,
): Promise<void> => {
  const tryAcquire = dialect === 'sqlite' ? trySqlite : tryMysql;
  const deadline = performance.now() + maxWaitMs;
  for (let waitMs = 0; !(await tryAcquire(execute, waitMs)); waitMs = Math.min(ATTEMPT_MS, maxWaitMs)) {
    if (performance.now() >= deadline) {
      throw new MigrationLockError(
        'another process has been migrating the database for minutes. Wait until it is done, or stop it.',
      );
    }
    new Logger('Database').warn('Another process migrates the database. Waiting.');
  }
};

export const releaseMigrationLock = async (execute: Execute): Promise<void> => {
  await execute(`select release_lock(${LOCK_NAME}) as is_released`);
};
