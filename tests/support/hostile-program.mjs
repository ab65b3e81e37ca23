// What a model that took its process over might try. Reports over IPC what it managed to do.
import { execFileSync, spawn } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { appendFileSync, closeSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

const target = JSON.parse(process.argv[2]);

const reaches = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  });

/** Reserves memory without touching it. */
function reserves(bytes) {
  const held = [];
  for (let left = bytes; left > 0; left -= 2 ** 28) held.push(new ArrayBuffer(2 ** 28));
  return held.length > 0;
}

async function forks(count) {
  const started = [];
  try {
    for (let n = 0; n < count; n++) {
      const child = spawn('/bin/sleep', ['60'], { stdio: 'ignore' });
      const isRunning = await new Promise((resolve) =>
        child.once('spawn', () => resolve(true)).once('error', () => resolve(false)),
      );
      if (!isRunning) return false;
      started.push(child);
    }
    return true;
  } finally {
    const ended = started.map((child) => new Promise((resolve) => child.once('exit', resolve)));
    for (const child of started) child.kill('SIGKILL');
    // The next attempts may start programs again.
    await Promise.all(ended);
  }
}

/** Calls the kernel: the runtime has no function for it. */
const perl = (code) => execFileSync('perl', ['-e', code], { stdio: 'ignore' }) !== undefined;

const [MEMFD_CREATE, MMAP] = { x64: [319, 9], arm64: [279, 222] }[process.arch];

async function resolves() {
  const resolver = new Resolver({ timeout: 2_000, tries: 1 });
  resolver.setServers([`127.0.0.1:${target.namesPort}`]);
  return (await resolver.resolve4('visionary.test')).length > 0;
}

const ATTEMPTS = {
  environment: () => readFileSync(`/proc/${target.serverPid}/environ`).length > 0,
  database: () => readFileSync(target.database).length > 0,
  envFile: () => readFileSync(target.envFile).length > 0,
  server: () => reaches(target.serverPort),
  redis: () => reaches(target.redisPort),
  names: resolves,
  models: () => writeFileSync(join(target.modelsDir, 'new'), 'x') === undefined,
  dataFolder: () => appendFileSync(join(target.dataDir, 'new'), 'x') === undefined,
  signal: () => process.kill(target.serverPid, 0),
  memoryOfServer: () => closeSync(openSync(`/proc/${target.serverPid}/mem`, 'r')) === undefined,
  processes: () => readdirSync('/proc').includes(String(target.serverPid)),
  core: () => !/^Max core file size +0 +0/m.test(readFileSync('/proc/self/limits', 'utf8')),
  forks: () => forks(target.forks),
  kernel: () => execFileSync('unshare', ['--user', 'true'], { stdio: 'ignore' }) !== undefined,
  memoryFile: () => perl(`$name = "a"; exit(syscall(${MEMFD_CREATE}, $name, 0) < 0)`),
  sharedMemory: () => perl('$id = shmget(0, 4096, 0600); exit 1 unless defined $id; shmctl($id, 0, 0)'),
  sharedMapping: () => perl(`exit(syscall(${MMAP}, 0, 4096, 3, 0x21, -1, 0) < 0)`),
  mappedZeros: () =>
    perl(`open(Z, "+<", "/dev/zero") or exit 1; exit(syscall(${MMAP}, 0, 4096, 3, 1, fileno(Z), 0) < 0)`),
  endedLast: () => writeFileSync('/proc/self/oom_score_adj', '0') === undefined,
  memory: () => reserves(target.reservedBytes),
};

const done = {};
for (const [name, attempt] of Object.entries(ATTEMPTS)) {
  done[name] = await Promise.resolve()
    .then(attempt)
    .catch(() => false);
  // An attempt that ends this process has failed: the ones before it count.
  process.send({ ...done });
}
process.disconnect();
