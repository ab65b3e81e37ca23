import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

import { exitOf } from '../processes.mjs';
import { Stop } from '../console.mjs';

/** Names of the programs in MySQL and in MariaDB. */
const NAMES = { dump: ['mysqldump', 'mariadb-dump'], client: ['mysql', 'mariadb'] };

/**
 * Connection arguments. The password is passed in the environment, because all users of the machine can read command
 * lines.
 */
function connectionOf(url) {
  const { hostname, port, username, password, pathname } = new URL(url);
  const name = decodeURIComponent(pathname.slice(1));
  const args = [`--host=${hostname}`, `--port=${port || 3306}`, `--user=${decodeURIComponent(username)}`];
  return { name, args: [...args, '--protocol=TCP'], env: { ...process.env, MYSQL_PWD: decodeURIComponent(password) } };
}

/**
 * Starts the first of the programs that is installed.
 * @throws Stop when none is
 */
async function startFirst(names, args, options) {
  for (const name of names) {
    const child = spawn(name, args, options);
    const isInstalled = await new Promise((resolve) => {
      child.once('spawn', () => resolve(true));
      child.once('error', () => resolve(false));
    });
    if (isInstalled) return child;
  }
  throw new Stop(
    `${names.join(' or ')} is not on this machine.`,
    'On Debian: sudo apt-get update && sudo apt-get install -y mariadb-client',
  );
}

/** Dumps a consistent snapshot of all tables without blocking other clients. */
export async function dump(url, file) {
  const { name, args, env } = connectionOf(url);
  const options = [
    '--single-transaction',
    '--quick',
    '--no-tablespaces',
    '--hex-blob',
    '--default-character-set=utf8mb4',
  ];
  const programArgs = [...args, ...options, `--result-file=${file}`, name];
  const child = await startFirst(NAMES.dump, programArgs, { env, stdio: ['ignore', 'inherit', 'inherit'] });
  if ((await exitOf(child)) !== 0) throw new Stop('The database could not be dumped.', 'The output above says why.');
}

/** Executes a SQL file. */
export async function executeSql(url, file) {
  const { name, args, env } = connectionOf(url);
  const programArgs = [...args, '--default-character-set=utf8mb4', name];
  const child = await startFirst(NAMES.client, programArgs, { env, stdio: ['pipe', 'inherit', 'inherit'] });
  const [, code] = await Promise.all([pipeline(createReadStream(file), child.stdin).catch(() => {}), exitOf(child)]);
  if (code !== 0) throw new Stop('The database could not be restored.', 'The output above says why.');
}

/** Number of tables in the database. */
export async function tablesOf(url) {
  const { name, args, env } = connectionOf(url);
  const programArgs = [...args, '--batch', '--skip-column-names', '--execute=show tables', name];
  const child = await startFirst(NAMES.client, programArgs, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const output = [];
  child.stdout.on('data', (part) => output.push(part));
  if ((await exitOf(child)) !== 0) throw new Stop('The database does not respond.', 'The output above says why.');
  return Buffer.concat(output).toString().split('\n').filter(Boolean).length;
}
