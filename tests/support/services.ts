import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readConfig } from '@visionary/platform/config';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
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
 * Gives a database that is about to be opened all tables, so that no migration runs. The migrations have tests of their own, and
 * each time cost half a second of CPU on SQLite and nearly one on MySQL. Without templates, they run.
 */
export async function provideTables(databaseUrl: string): Promise<void> {
  const templates = process.env['TEST_DATABASE_TEMPLATES'];
  if (templates === undefined) return;
  const [, path] = /^sqlite:(\/.*)$/.exec(databaseUrl) ?? [];
  if (path !== undefined && !existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    copyFileSync(join(templates, 'template.sqlite'), path);
  }
  const [, database] = /^mysql:.*\/(test_[0-9a-f]{32})$/.exec(databaseUrl) ?? [];
  if (database !== undefined) await createMysqlTables(database, join(templates, 'template.sql'));
}

/** @param database on the test server, which a test may reach by another address */
async function createMysqlTables(database: string, template: string): Promise<void> {
  const connection = await createConnection({ uri: mysqlUrlOf(database), multipleStatements: true });
  try {
    // Nodes of a cluster start together. The lock is released with the connection.
    await connection.query('select get_lock(?, 60)', [database]);
    const [tables] = await connection.query<RowDataPacket[]>('show tables');
    if (tables.length === 0) await connection.query(readFileSync(template, 'utf8'));
  } finally {
    await connection.end();
  }
}

function mysqlUrlOf(database: string): string {
  const url = new URL(provided('TEST_MYSQL_URL'));
  url.pathname = `/${database}`;
  return url.href;
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

/** Whether a suite of every database runs for the first time: once is enough for tests in which only the renderer computes. */
export const isFirstDialect = (dialect: (typeof DIALECTS)[number]): boolean => dialect === DIALECTS[0];

/**
 * A separate empty database, dropped after the last test of the file.
 * @returns a DATABASE_URL: `sqlite:PATH` or `mysql://…`
 */
export async function freshDatabase(dialect: (typeof DIALECTS)[number]): Promise<string> {
  if (dialect === 'sqlite') return `sqlite:${join(freshFolder(), 'visionary.sqlite')}`;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onMysql(`create database ${name}`);
  onCleanup(() => onMysql(`drop database ${name}`));
  return mysqlUrlOf(name);
}
