import { type ChildProcess, execFile, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Isolation, residentBytes, startSandboxed, watchMemory } from '@visionary/sandbox';
import { workingIsolations } from '../../libs/sandbox/isolation.js';
import { closedParent } from '../../libs/sandbox/readable-paths.js';
import { RendererChild } from '../../libs/generation/api/renderer/renderer-child.js';
import type { RendererOptions } from '../../libs/generation/api/renderer/renderer-options.js';
import { SandboxedImageDecoder } from '../../libs/platform/images/sandboxed-image-decoder.js';
import { closeDataFolder } from '../../libs/platform/config/data-folder.js';
import { onCleanup } from '../support/cleanup.js';
import { eventually } from '../support/eventually.js';
import { isAlive } from '../support/nodes.js';

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
  ['memoryFile', 'sharedMemory', 'sharedMapping', 'mappedZeros'],
  ['endedLast'],
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

const MAX_PROCESSES = 100;

/** CAP_SYS_RESOURCE of linux/capability.h. */
const RESOURCE_RIGHT = 1n << 24n;

const hasResourceRight = (): boolean => {
  const rights = /^CapEff:\s+([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  return (BigInt(`0x${rights}`) & RESOURCE_RIGHT) !== 0n;
};

describe('the sandbox', () => {
  // Other users can enter it, as they can enter where programs are installed. TMPDIR belongs to the test run alone.
  const folder = mkdtempSync('/tmp/visionary-hostile-');
  const script = join(folder, 'dist', 'hostile.mjs');
  const hidden = join(folder, 'dist', 'hidden-memory.mjs');
  const [modelsDir, dataDir] = [join(folder, 'models'), join(folder, 'data')];
  const target = { modelsDir, dataDir, database: join(dataDir, 'visionary.sqlite'), envFile: join(folder, '.env') };
  let isolations: Isolation[];

  beforeAll(async () => {
    onCleanup(() => rmSync(folder, { recursive: true, force: true }));
    for (const path of [folder, join(folder, 'dist'), modelsDir]) {
      mkdirSync(path, { recursive: true });
      chmodSync(path, 0o755);
    }
    for (const [from, to] of [
      ['hostile-program', script],
      ['hidden-memory', hidden],
    ] as const) {
      cpSync(`tests/support/${from}.mjs`, to);
      chmodSync(to, 0o644);
    }
    mkdirSync(dataDir, { mode: 0o755 });
    writeFileSync(target.database, 'secret');
    closeDataFolder(dataDir);
    writeFileSync(target.envFile, 'S3_SECRET_ACCESS_KEY=secret', { mode: 0o600 });
    isolations = await workingIsolations(script);
  });

  const attacks = new Map<Isolation, Promise<Record<string, boolean>>>();

  /** What the hostile program managed to do. It runs once in each isolation. */
  const attack = async (isolation: Isolation): Promise<Record<string, boolean>> => {
    const done = attacks.get(isolation) ?? runHostile(isolation);
    attacks.set(isolation, done);
    return { ...(await done) };
  };

  const runHostile = async (isolation: Isolation): Promise<Record<string, boolean>> => {
    const [serverPort, redisPort, namesPort] = await Promise.all([listen(), listen(), answerNames()]);
    const ports = { serverPort, redisPort, namesPort, serverPid: process.pid };
    const { child } = await startSandboxed({
      script,
      args: [JSON.stringify({ ...target, ...ports, forks: 2 * MAX_PROCESSES, reservedBytes: 2 ** 34 })],
      env: { PATH: process.env.PATH },
      readable: [modelsDir],
      memoryBytes: 2 ** 28,
      maxProcesses: MAX_PROCESSES,
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
      // A server with this right sets the lowest value, too.
      if (isolation.changesUser && isolation.level === 'user' && hasResourceRight()) done.endedLast = true;
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

  const nextMessage = (child: ChildProcess) =>
    new Promise((resolve) => {
      child.once('message', resolve).once('exit', () => resolve('ended'));
    });

  const written = (name: string, code: string): string => {
    const path = join(folder, 'dist', name);
    writeFileSync(path, code);
    chmodSync(path, 0o644);
    return path;
  };

  it('[E45] all memory of a sandbox is counted when its processes hide from their parents', async () => {
    const ways = ['far descendants', 'a child of a thread', 'a process that left its parent'];
    for (const isolation of isolations) {
      const options = { script: hidden, env: { PATH: process.env.PATH }, readable: [], memoryBytes: 2 ** 30 };
      const { child } = await startSandboxed({ ...options, isolation });
      onCleanup(() => void child.kill('SIGKILL'));
      expect(await nextMessage(child)).toBe('ready');
      for (const way of ways) {
        const before = residentBytes(child.pid);
        child.send({ way, bytes: 2 ** 26 });
        expect(await nextMessage(child)).toBe('holds');
        const isCounted = residentBytes(child.pid) - before > 0.75 * 2 ** 26;
        // The guide says so.
        const canLeave = isolation.level === 'limits' && way === 'a process that left its parent';
        expect({ mode: columnOf(isolation), way, isCounted }).toEqual({
          mode: columnOf(isolation),
          way,
          isCounted: !canLeave,
        });
      }
      child.kill('SIGKILL');
    }
  });

  it('[E49] a process can share no anonymous memory when bubblewrap isolates it', async () => {
    for (const isolation of isolations) {
      const { sharedMapping, mappedZeros } = await attack(isolation);
      const canShare = isolation.level !== 'bubblewrap';
      expect({ mode: columnOf(isolation), sharedMapping, mappedZeros }).toEqual({
        mode: columnOf(isolation),
        sharedMapping: canShare,
        mappedZeros: canShare,
      });
    }
  });

  it('[E49] the runtime shares memory between its threads in every isolation', async () => {
    const sharing = written(
      'sharing.mjs',
      `import { Worker } from 'node:worker_threads';
      const shared = new WebAssembly.Memory({ initial: 1, maximum: 1_000, shared: true });
      shared.grow(500);
      const buffers = [shared.buffer, new SharedArrayBuffer(2 ** 25)];
      const write = 'for (const one of require("worker_threads").workerData) new Uint8Array(one).fill(7)';
      new Worker(write, { eval: true, workerData: buffers }).once('exit', () =>
        process.send(buffers.map((one) => new Uint8Array(one).at(-1))));`,
    );
    for (const isolation of isolations) {
      const { child } = await startSandboxed({
        script: sharing,
        env: {},
        readable: [],
        memoryBytes: 2 ** 30,
        isolation,
      });
      expect(await nextMessage(child)).toEqual([7, 7]);
      child.kill('SIGKILL');
    }
  });

  it('[E46] a sandbox starts when another one has used up its processes', async () => {
    const fill = '$| = 1; for (1..200) { $p = fork; last unless defined $p; unless ($p) { sleep 20; exit } }';
    const full = written(
      'full.mjs',
      `import { spawn } from 'node:child_process';
      spawn('perl', ['-e', '${fill} print defined $p ? "all" : "stopped"; sleep 20'], { stdio: ['ignore', 'pipe', 'ignore'] })
        .stdout.once('data', (text) => process.send(String(text)));`,
    );
    const innocent = written('innocent.mjs', `process.send(process.getuid());`);
    for (const isolation of isolations.filter(({ changesUser }) => changesUser)) {
      const options = { env: { PATH: process.env.PATH }, readable: [], memoryBytes: 2 ** 30, isolation };
      const hostile = await startSandboxed({ ...options, script: full, maxProcesses: 60 });
      onCleanup(() => void hostile.child.kill('SIGKILL'));
      expect(await nextMessage(hostile.child)).toMatch(/stopped$/);
      const other = await startSandboxed({ ...options, script: innocent, maxProcesses: 60 });
      expect(await nextMessage(other.child)).toEqual(expect.any(Number));
      const ended = new Promise((resolve) => hostile.child.once('exit', resolve));
      hostile.child.kill('SIGKILL');
      await ended;
    }
  });

  it('[E47] the kernel ends sandboxed processes first when memory runs out', async () => {
    for (const isolation of isolations) {
      const options = { script: hidden, env: {}, readable: [], memoryBytes: 2 ** 30, isolation };
      const { child } = await startSandboxed(options);
      await nextMessage(child);
      expect(readFileSync(`/proc/${child.pid}/oom_score_adj`, 'utf8').trim()).toBe('1000');
      child.kill('SIGKILL');
    }
  });

  it('[E48] nothing of a sandbox is left that is killed while it starts', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'visionary-starting-'));
    onCleanup(() => rmSync(folder, { recursive: true, force: true }));
    // Waits inside like bubblewrap, which does not end its inner process yet when it is killed itself.
    const [starting, pidFile] = [join(folder, 'bwrap'), join(folder, 'pid')];
    writeFileSync(starting, `#!/bin/sh\nsleep 600 &\necho $! > ${pidFile}\nwait\n`, { mode: 0o755 });
    const isolation = { level: 'bubblewrap', bubblewrap: starting, changesUser: false } as const;
    const { child } = await startSandboxed({ script: hidden, env: {}, readable: [], memoryBytes: 2 ** 30, isolation });
    const innerPid = () => Number(existsSync(pidFile) && readFileSync(pidFile, 'utf8'));
    await eventually('it starts', () => innerPid() > 0);
    child.kill('SIGKILL');
    await eventually('its inner process ends', () => !isAlive(innerPid()));
  });

  it('[H46] sandboxed programs end when the process that started them exits, however many there are', async () => {
    const built = pathToFileURL('dist/libs/sandbox/index.js').href;
    const waiting = written('waiting.mjs', 'process.send("runs"); setInterval(() => 0, 1_000);');
    const parent = written(
      'parent.mjs',
      `import { startSandboxed } from '${built}';
      const isolation = { level: 'limits', changesUser: false };
      const options = { script: '${waiting}', env: {}, readable: [], memoryBytes: 2 ** 30, isolation };
      const children = await Promise.all(Array.from({ length: 11 }, async () => (await startSandboxed(options)).child));
      await Promise.all(children.map((child) => new Promise((runs) => child.once('message', runs))));
      console.log(JSON.stringify(children.map(({ pid }) => pid)));
      process.exit();`,
    );
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [parent]);
    const pids = JSON.parse(stdout) as number[];
    onCleanup(() => pids.filter(isAlive).forEach((pid) => process.kill(pid, 'SIGKILL')));
    expect({ programs: pids.length, stderr }).toEqual({ programs: 11, stderr: '' });
    await eventually('they end', () => !pids.some(isAlive));
  });

  it('[H46] what starts sandboxed programs adds no listener to the process when it is made', () => {
    const before = process.listenerCount('exit');
    const made = [new SandboxedImageDecoder(), new RendererChild({} as RendererOptions)];
    expect([made.length, process.listenerCount('exit') - before]).toEqual([2, 0]);
  });
});
