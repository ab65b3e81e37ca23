import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { UserError } from '../user-error.js';

/** Names of the programs in MySQL and in MariaDB. */
const PROGRAMS = { dump: ['mysqldump', 'mariadb-dump'], client: ['mysql', 'mariadb'] };
const DUMP_OPTIONS = [
  '--single-transaction',
  '--quick',
  '--no-tablespaces',
  '--hex-blob',
  '--default-character-set=utf8mb4',
];

/** The password is passed in the environment, because all users of the machine can read command lines. */
const connectionOf = (url: string) => {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    database: decodeURIComponent(pathname.slice(1)),
    args: [`--host=${hostname}`, `--port=${port || 3306}`, `--user=${decodeURIComponent(username)}`, '--protocol=TCP'],
    env: { ...process.env, MYSQL_PWD: decodeURIComponent(password) },
  };
};

/** Starts the first of the programs that is installed. @throws UserError when none is */
const startFirstInstalled = async (
  names: readonly string[],
  args: readonly string[],
  options: SpawnOptions,
): Promise<ChildProcess> => {
  for (const name of names) {
    const child = spawn(name, args, options);
    const isInstalled = await new Promise((resolve) => {
      child.once('spawn', () => resolve(true)).once('error', () => resolve(false));
    });
    if (isInstalled) return child;
  }
  throw new UserError(
    `${names.join(' or ')} is not on this machine. On Debian: sudo apt-get update && sudo apt-get install -y mariadb-client`,
  );
};

const exitCode = async (child: ChildProcess): Promise<number | null> =>
  child.exitCode ?? ((await once(child, 'exit')) as [number | null])[0];

/** Saves a consistent state of all tables without blocking other clients. */
export const dumpMysql = async (url: string, file: string): Promise<void> => {
  const { database, args, env } = connectionOf(url);
  const all = [...args, ...DUMP_OPTIONS, `--result-file=${file}`, database];
  const child = await startFirstInstalled(PROGRAMS.dump, all, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const [errors, code] = await Promise.all([text(child.stderr!), exitCode(child)]);
  if (code !== 0) throw new UserError(`The database was not saved: ${errors.trim()}`);
};

export const importMysql = async (url: string, file: string): Promise<void> => {
  const { database, args, env } = connectionOf(url);
  const all = [...args, '--default-character-set=utf8mb4', database];
  const child = await startFirstInstalled(PROGRAMS.client, all, { env, stdio: ['pipe', 'ignore', 'pipe'] });
  const input = pipeline(createReadStream(file), child.stdin!).catch(() => undefined);
  const [errors, code] = await Promise.all([text(child.stderr!), exitCode(child), input]);
  if (code !== 0) throw new UserError(`The database was not restored: ${errors.trim()}`);
};

/** Whether the database has no tables. */
export const isMysqlEmpty = async (url: string): Promise<boolean> => {
  const { database, args, env } = connectionOf(url);
  const all = [...args, '--batch', '--skip-column-names', '--execute=show tables', database];
  const child = await startFirstInstalled(PROGRAMS.client, all, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [tables, errors, code] = await Promise.all([text(child.stdout!), text(child.stderr!), exitCode(child)]);
  if (code !== 0) throw new UserError(`The database could not be read: ${errors.trim()}`);
  return tables.trim() === '';
};

/** With SQLite's backup API, which includes the write-ahead log. The server can keep running. */
export const dumpSqlite = async (path: string, file: string): Promise<void> => {
  const { default: Database } = await import('better-sqlite3');
  const database = new Database(path, { readonly: true });
  try {
    await database.backup(file, { progress: () => 2000 });
  } finally {
    database.close();
  }
};
