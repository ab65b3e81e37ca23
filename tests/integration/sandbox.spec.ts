import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Isolation, SANDBOX_USER, startSandboxed, watchMemory } from '@visionary/sandbox';
import { workingIsolations } from '../../libs/sandbox/isolation.js';
import { closedParent } from '../../libs/sandbox/readable-paths.js';
import { closeDataFolder } from '../../libs/platform/config/data-folder.js';
import { onCleanup } from '../support/cleanup.js';

/** The rows of the guide's table, in its order, by what the hostile program tries. */
const ROWS = [
  ['environment'],
  ['database', 'envFile'],
  ['server', 'redis', 'names'],
  ['models', 'dataFolder'],
  ['signal', 'memoryOfServer'],
  ['processes'],
  ['kernel'],
  ['forks'],
  ['memory', 'core'],
] as const;

const COLUMNS = ['bubblewrap', 'user with namespaces', 'user', 'limits'] as const;

const columnOf = ({ level, unshare }: Isolation) => (unshare ? 'user with namespaces' : level);

/** What a mode denies, row by row, as the guide says it. */
function tableOf(guide: string): Record<string, boolean[]> {
  const lines = readFileSync(guide, 'utf8').split('\n');
  const header = lines.findIndex((line) => /^\|[^|]+\| `bubblewrap` /.test(line));
  const cells = lines.slice(header + 2, header + 2 + ROWS.length).map((line) => line.split('|').slice(2, 6));
  return Object.fromEntries(
    COLUMNS.map((name, at) => [name, cells.map((row) => /^ +(yes|是) +$/.test(row[at] ?? ''))]),
  );
}

const listen = async (): Promise<number> => {
  const server = createServer((socket) => socket.destroy());
  onCleanup(() => void server.close());
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return (server.address() as AddressInfo).port;
};

/** Answers every question about a name with 127.0.0.1. */
const answerNames = async (): Promise<number> => {
  const socket = createSocket('udp4', (query, from) => {
    const answer = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 127, 0, 0, 1]);
    const head = Buffer.concat([query.subarray(0, 2), Buffer.from([0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0])]);
    const end = query.indexOf(0, 12) + 5;
    socket.send(Buffer.concat([head, query.subarray(12, end), answer]), from.port, from.address);
  });
  onCleanup(() => void socket.close());
  await new Promise<void>((ready) => socket.bind(0, '127.0.0.1', ready));
  return socket.address().port;
};

const statusOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
};

/** Threads of other sandboxed processes, also those of other servers: the kernel counts all of a user. */
const threadsOfSandboxUser = (): number =>
  readdirSync('/proc')
    .map(statusOf)
    .filter((status) => Number(/^Uid:\s+(\d+)/m.exec(status)?.[1]) === SANDBOX_USER.uid)
    .reduce((sum, status) => sum + Number(/^Threads:\s+(\d+)/m.exec(status)?.[1] ?? 0), 0);

/** Others start and end meanwhile. */
const MAX_PROCESSES = 150;

describe('the sandbox', () => {
  // Other users can enter it, as they can enter where programs are installed. TMPDIR belongs to the test run alone.
  const folder = mkdtempSync('/tmp/visionary-hostile-');
  const script = join(folder, 'dist', 'hostile.mjs');
  const [modelsDir, dataDir] = [join(folder, 'models'), join(folder, 'data')];
  const target = { modelsDir, dataDir, database: join(dataDir, 'visionary.sqlite'), envFile: join(folder, '.env') };
  let isolations: Isolation[];

  beforeAll(async () => {
    onCleanup(() => rmSync(folder, { recursive: true, force: true }));
    for (const path of [folder, join(folder, 'dist'), modelsDir]) {
      mkdirSync(path, { recursive: true });
      chmodSync(path, 0o755);
    }
    cpSync('tests/support/hostile-program.mjs', script);
    chmodSync(script, 0o644);
    mkdirSync(dataDir, { mode: 0o755 });
    writeFileSync(target.database, 'secret');
    closeDataFolder(dataDir);
    writeFileSync(target.envFile, 'S3_SECRET_ACCESS_KEY=secret', { mode: 0o600 });
    isolations = await workingIsolations(script);
  });

  const attack = async (isolation: Isolation): Promise<Record<string, boolean>> => {
    const [serverPort, redisPort, namesPort] = await Promise.all([listen(), listen(), answerNames()]);
    const ports = { serverPort, redisPort, namesPort, serverPid: process.pid };
    const { child } = await startSandboxed({
      script,
      args: [JSON.stringify({ ...target, ...ports, forks: 2 * MAX_PROCESSES, reservedBytes: 2 ** 34 })],
      env: { PATH: process.env.PATH },
      readable: [modelsDir],
      memoryBytes: 2 ** 28,
      maxProcesses: MAX_PROCESSES + (isolation.changesUser ? threadsOfSandboxUser() : 0),
      isolation,
    });
    let done: Record<string, boolean> = {};
    child.on('message', (message) => (done = message as Record<string, boolean>));
    await new Promise((resolve) => child.once('exit', resolve));
    return done;
  };

  it('[E39] the guide says in both languages what each isolation denies to a hostile program', async () => {
    const allowsNamespaces = spawnSync('unshare', ['--user', 'true']).status === 0;
    const tables = ['docs/operate/en/README.md', 'docs/operate/zh/README.md'].map(tableOf);
    for (const isolation of isolations) {
      const done = await attack(isolation);
      expect(done).toMatchObject({ environment: expect.anything(), forks: expect.anything() });
      // The kernel doesn't count the processes of root.
      if (process.getuid?.() === 0 && isolation.level === 'bubblewrap' && !isolation.changesUser) done.forks = false;
      // A machine can deny namespaces to everyone.
      if (!allowsNamespaces && isolation.level !== 'bubblewrap') done.kernel = true;
      const denied = ROWS.map((attempts) => attempts.every((name) => done[name] !== true));
      for (const table of tables) {
        expect({ [columnOf(isolation)]: denied, done }).toEqual({
          [columnOf(isolation)]: table[columnOf(isolation)],
          done,
        });
      }
    }
    // Another user can run Node where everyone can reach it.
    const isReachable = (await closedParent(process.execPath)) === undefined;
    const mayChangeUser = process.getuid?.() === 0 && spawnSync('setpriv', ['--version']).status === 0;
    const expected = mayChangeUser && isReachable ? ['user', 'limits'] : ['limits'];
    expect(isolations.map(columnOf)).toEqual(expect.arrayContaining(expected));
  });

  it('[E39] the strictest isolation of this machine denies everything when it is bubblewrap', async () => {
    const [strictest] = isolations;
    const done = await attack(strictest!);
    if (strictest!.level === 'bubblewrap') {
      expect(Object.entries(done).filter(([, succeeded]) => succeeded)).toEqual([]);
    } else expect(columnOf(strictest!)).not.toBe('bubblewrap');
  });

  it('[E43] a process is ended when it and its children use more memory than they may', async () => {
    const greedy = join(folder, 'dist', 'greedy.mjs');
    writeFileSync(
      greedy,
      `process.send('started'); globalThis.held = Buffer.alloc(2 ** 28, 1); setInterval(() => 0, 1000);`,
    );
    chmodSync(greedy, 0o644);
    const { child } = await startSandboxed({ script: greedy, env: {}, readable: [], memoryBytes: 2 ** 30 });
    const ended = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
    const exceeded = new Promise<void>((resolve) => watchMemory(child, 2 ** 27, resolve));
    await exceeded;
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
  });
});
