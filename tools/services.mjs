import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { capture, end, start } from './processes.mjs';
import { providePrograms } from './test-dependencies.mjs';
import { logStep, seconds, UserError } from './console.mjs';

/** A folder in memory, if the system has one. */
const IN_MEMORY = '/dev/shm';
const MIN_FREE_BYTES = 4 * 2 ** 30;

const isRoot = process.getuid?.() === 0;

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Waits until a service is ready.
 * @throws UserError when it exits first or is not ready within 30 s
 */
async function waitUntilReady(name, child, log, isReady) {
  const deadline = Date.now() + 30_000;
  while (!(await isReady())) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      console.error(log().trim());
      throw new UserError(`${name} did not start for the tests.`, 'Its output is above.');
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function startQuietly(file, args) {
  const child = start(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  child.stderr.on('data', (chunk) => chunks.push(chunk));
  return { child, log: () => Buffer.concat(chunks).toString() };
}

/** The version that a program reports, in one line. */
async function versionOf(program) {
  const { output } = await capture(program, ['--version']);
  return output
    .trim()
    .split('\n')
    .at(-1)
    .replace(/^\S*\//, '');
}

/** Starts an empty MySQL for the tests, with reduced durability for speed. */
async function startMysql(programs, folder) {
  const data = join(folder, 'mysql');
  // MySQL empties its temporary folder at startup, so it needs its own.
  const temporary = join(folder, 'mysql-tmp');
  mkdirSync(temporary);
  const user = isRoot ? ['--user=root'] : [];
  const install = await capture(programs.mysqlInstall, [
    ...['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db'],
    ...[`--tmpdir=${temporary}`, ...user],
  ]);
  if (install.code !== 0) throw new UserError('The test database could not be created.', install.output.trim());
  const port = await freePort();
  const { child, log } = startQuietly(programs.mysql, [
    ...['--no-defaults', `--datadir=${data}`, `--socket=${join(folder, 'mysql.sock')}`, `--port=${port}`],
    ...[`--tmpdir=${temporary}`, '--bind-address=127.0.0.1', '--skip-name-resolve', '--innodb-buffer-pool-size=128M'],
    ...['--innodb-flush-log-at-trx-commit=0', '--character-set-server=utf8mb4', '--max-connections=400'],
    ...user,
  ]);
  await waitUntilReady('MySQL', child, log, async () => /ready for connections/.test(log()));
  return { child, url: `mysql://root@127.0.0.1:${port}` };
}

async function startRedis(programs, folder) {
  const port = await freePort();
  const { child, log } = startQuietly(programs.redis, [
    ...['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'],
  ]);
  await waitUntilReady('Redis', child, log, async () => /Ready to accept connections/.test(log()));
  return { child, url: `redis://127.0.0.1:${port}` };
}

function hasEnoughMemory() {
  if (!existsSync(IN_MEMORY)) return false;
  const { bavail, bsize } = statfsSync(IN_MEMORY);
  return bavail * bsize >= MIN_FREE_BYTES && process.availableMemory() >= 2 * MIN_FREE_BYTES;
}

/**
 * Provides the service programs that no environment variable replaces, those for database backups, and nginx.
 * @throws UserError with the command to run when they can't be installed
 */
export const provideServers = () =>
  providePrograms({
    mysql: !process.env.TEST_MYSQL_URL,
    redis: !process.env.TEST_REDIS_URL,
    backups: true,
    containers: true,
    balancer: true,
  });

/**
 * Starts the services that tests use. MySQL and Redis: those in TEST_MYSQL_URL and TEST_REDIS_URL, otherwise private
 * ones in a temporary folder on free ports. Chromium: CHROMIUM_PATH, otherwise the installed one.
 * @param {{inMemory?: boolean}} how `inMemory`: keep all temporary files in memory, including those of tests, which
 * makes creating a database four times as fast on a shared disk. Not for benchmarks.
 * @returns {Promise<{env: Record<string, string>, stop: () => Promise<void>}>} the environment for tests, and a
 * function that stops everything
 */
export async function provideServices({ inMemory = false } = {}) {
  const startedAt = Date.now();
  const { TEST_MYSQL_URL, TEST_REDIS_URL } = process.env;
  const programs = await provideServers();
  const folder = mkdtempSync(join(inMemory && hasEnoughMemory() ? IN_MEMORY : tmpdir(), 'visionary-tests-'));
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  const children = [];
  const stop = async () => {
    await Promise.all(children.map((child) => end(child)));
    rmSync(folder, { recursive: true, force: true });
  };
  const track = ({ child, url }) => (children.push(child), url);
  try {
    const [mysqlUrl, redisUrl] = await Promise.all([
      TEST_MYSQL_URL || startMysql(programs, folder).then(track),
      TEST_REDIS_URL || startRedis(programs, folder).then(track),
    ]);
    logStep(`Test services ready after ${seconds(Date.now() - startedAt)}: MySQL, Redis, ${programs.chromium}`);
    const urls = { TEST_MYSQL_URL: mysqlUrl, TEST_REDIS_URL: redisUrl };
    const env = { ...urls, CHROMIUM_PATH: programs.chromium, TMPDIR: temporary };
    const versions = { MariaDB: TEST_MYSQL_URL ? 'named by TEST_MYSQL_URL' : await versionOf(programs.mysql) };
    versions.Redis = TEST_REDIS_URL ? 'named by TEST_REDIS_URL' : await versionOf(programs.redis);
    versions.Chromium = await versionOf(programs.chromium);
    return { env, versions, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
