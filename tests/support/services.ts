import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readConfig } from '@visionary/platform/config';
import { createConnection } from 'mysql2/promise';
import { onCleanup } from './cleanup.js';

/** Services that `npm test` provides. A missing service is a failure, not a skip. */
function provided(name: 'TEST_MYSQL_URL' | 'TEST_REDIS_URL' | 'CHROMIUM_PATH'): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run this test with \`npm test -- PATH\`, which provides it`);
  return value;
}

/** A database of the test Redis, one per Jest worker: concurrent files don't see each other. */
export const redisUrl = (): string => `${provided('TEST_REDIS_URL')}/${process.env['JEST_WORKER_ID'] ?? 1}`;

/** The default prefix in Redis of an instance on this database. Empty on SQLite. */
export const redisPrefixOf = (databaseUrl: string): string =>
  databaseUrl.startsWith('mysql:') ? (readConfig({ DATABASE_URL: databaseUrl }).redisPrefix ?? '') : '';

/** The browser to drive. */
export const chromiumPath = (): string => provided('CHROMIUM_PATH');

/** An empty folder that is deleted after the last test of the file. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'visionary-test-'));
  onCleanup(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Copies a database with all tables to where a new one is about to be, so that no migration runs. The migrations have
 * tests of their own, and each time cost half a second of CPU. Without a template, they run.
 */
export function copyMigratedSqlite(databaseUrl: string): void {
  const template = process.env['TEST_SQLITE_TEMPLATE'];
  const [, path] = /^sqlite:(\/.*)$/.exec(databaseUrl) ?? [];
  if (template === undefined || path === undefined || existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync(template, path);
}

async function onMysql(statement: string): Promise<void> {
  const connection = await createConnection(provided('TEST_MYSQL_URL'));
  try {
    await connection.query(statement);
  } finally {
    await connection.end();
  }
}

const ALL_DIALECTS = ['sqlite', 'mysql'] as const;

/** All databases that the repositories support; `DIALECT=sqlite npm test` uses only that one. */
export const DIALECTS = ALL_DIALECTS.filter((dialect) => [undefined, '', dialect].includes(process.env['DIALECT']));

/**
 * A separate empty database, dropped after the last test of the file.
 * @returns a DATABASE_URL: `sqlite:PATH` or `mysql://…`
 */
export async function freshDatabase(dialect: (typeof DIALECTS)[number]): Promise<string> {
  if (dialect === 'sqlite') return `sqlite:${join(freshFolder(), 'visionary.sqlite')}`;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onMysql(`create database ${name}`);
  onCleanup(() => onMysql(`drop database ${name}`));
  const url = new URL(provided('TEST_MYSQL_URL'));
  url.pathname = `/${name}`;
  return url.href;
}
