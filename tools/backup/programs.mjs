import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

import { exitOf } from '../processes.mjs';
import { UserError } from '../console.mjs';

/** Names of the programs in MySQL and in MariaDB. */
const PROGRAM_NAMES = { dump: ['mysqldump', 'mariadb-dump'], client: ['mysql', 'mariadb'] };

/**
 * Connection arguments. The password is passed in the environment, because all users of the machine can read command
 * lines.
 */
function connectionOf(url) {
  const { hostname, port, username, password, pathname } = new URL(url);
  const database = decodeURIComponent(pathname.slice(1));
  const args = [`--host=${hostname}`, `--port=${port || 3306}`, `--user=${decodeURIComponent(username)}`];
  return {
    database,
    connectionArgs: [...args, '--protocol=TCP'],
    env: { ...process.env, MYSQL_PWD: decodeURIComponent(password) },
  };
}

/**
 * Starts the first of the programs that is installed.
 * @throws UserError when none is
 */
async function startFirstInstalled(names, args, options) {
  for (const name of names) {
    const child = spawn(name, args, options);
    const isInstalled = await new Promise((resolve) => {
      child.once('spawn', () => resolve(true));
      child.once('error', () => resolve(false));
    });
    if (isInstalled) return child;
  }
  throw new UserError(
    `${names.join(' or ')} is not on this machine.`,
    'On Debian: sudo apt-get update && sudo apt-get install -y mariadb-client',
  );
}

/** Dumps a consistent snapshot of all tables without blocking other clients. */
export async function dump(url, file) {
  const { database, connectionArgs, env } = connectionOf(url);
  const dumpOptions = [
    '--single-transaction',
    '--quick',
    '--no-tablespaces',
    '--hex-blob',
    '--default-character-set=utf8mb4',
  ];
  const args = [...connectionArgs, ...dumpOptions, `--result-file=${file}`, database];
  const child = await startFirstInstalled(PROGRAM_NAMES.dump, args, { env, stdio: ['ignore', 'inherit', 'inherit'] });
  if ((await exitOf(child)) !== 0) throw new UserError('The database was not saved.', 'Its output is above.');
}

/** Executes a SQL file. */
export async function runSqlFile(url, file) {
  const { database, connectionArgs, env } = connectionOf(url);
  const args = [...connectionArgs, '--default-character-set=utf8mb4', database];
  const child = await startFirstInstalled(PROGRAM_NAMES.client, args, { env, stdio: ['pipe', 'inherit', 'inherit'] });
  const [, code] = await Promise.all([pipeline(createReadStream(file), child.stdin).catch(() => {}), exitOf(child)]);
  if (code !== 0) throw new UserError('The database was not restored.', 'Its output is above.');
}

/** Number of tables in the database. */
export async function countTables(url) {
  const { database, connectionArgs, env } = connectionOf(url);
  const args = [...connectionArgs, '--batch', '--skip-column-names', '--execute=show tables', database];
  const child = await startFirstInstalled(PROGRAM_NAMES.client, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  if ((await exitOf(child)) !== 0) {
    throw new UserError('The tables of the database could not be listed.', 'Its output is above.');
  }
  return Buffer.concat(chunks).toString().split('\n').filter(Boolean).length;
}
