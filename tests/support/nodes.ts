import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { onCleanup } from './cleanup.js';
import { environment } from './environment.js';
import { freshFolder, provideTables } from './services.js';

/** The built server as a separate process. */
export interface Node {
  readonly url: string;
  readonly child: ChildProcess;
  /** @returns its exit code, null when a signal ended it */
  end(signal: NodeJS.Signals): Promise<number | null>;
  /** Process ids of its renderers, each the outermost process of a sandbox. */
  renderers(): number[];
  /** Its output so far. */
  output(): string;
}

/** The built server as a separate process that may fail to start. */
export interface ServerProcess {
  readonly child: ChildProcess;
  /** Its exit code, null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Its output so far, with its errors. */
  output(): string;
  /** What it wrote to standard error. */
  stderr(): string;
}

export function spawnServer(settings: Readonly<Record<string, string>> = {}): ServerProcess {
  const env = environment({ HOST: '127.0.0.1', PORT: '0', DATA_DIR: freshFolder(), ...settings });
  const child = spawn(process.execPath, ['dist/apps/server/src/main.js'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  onCleanup(() => {
    child.kill('SIGKILL');
    return ended;
  });
  let [output, stderr] = ['', ''];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => (output += part.toString()));
  child.stderr?.on('data', (part: Buffer) => (stderr += part.toString()));
  return { child, ended, output: () => output, stderr: () => stderr };
}

const READY = /Visionary is ready at (http:\/\/localhost:\d+)\n/;

/** Resolves when it reports that it is ready. @throws Error with its output when it exits instead */
export async function startNode(settings: Readonly<Record<string, string>> = {}): Promise<Node> {
  const ours = {
    ...{ NEW_ACCOUNT_LIMIT_HOURS: '0', IMAGE_CHECK: 'off', RENDERER_THREADS: '1', LOG_LEVEL: 'warn' },
    HOUSE_ROOM_ENABLED: 'false',
    PUBLIC_ROOM_PACE: '0',
  };
  const { DATA_DIR = freshFolder(), DATABASE_URL = `sqlite:${DATA_DIR}/visionary.sqlite` } = settings;
  await provideTables(DATABASE_URL);
  const { child, ended, output } = spawnServer({ ...ours, ...settings, DATA_DIR });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const address = READY.exec(output())?.[1];
      if (address) resolve(address.replace('localhost', '127.0.0.1'));
    });
    void ended.then((code) => reject(new Error(`The server ended with ${code}:\n${output()}`)));
  });
  return {
    ...{ url, child, output },
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
    renderers: () => childrenOf(child.pid).filter(isRenderer),
  };
}

const childrenOf = (pid: number | undefined): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

/** The sandbox passes the path of the program as an argument. */
const isRenderer = (pid: number): boolean => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('apps/renderer/src/main.js');
  } catch {
    return false;
  }
};

/** The built worker as a separate process; servers discover it. */
export interface WorkerProcess {
  readonly child: ChildProcess;
  end(signal: NodeJS.Signals): Promise<number | null>;
}

export function startWorkerProcess(settings: Readonly<Record<string, string>>): WorkerProcess {
  const env = environment({ LOG_LEVEL: 'error', IMAGE_CHECK: 'off', ...settings });
  const child = spawn(process.execPath, ['dist/apps/worker/src/main.js'], { env, stdio: 'inherit' });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  onCleanup(() => end('SIGKILL'));
  return { child, end };
}

export const isAlive = (pid: number): boolean => {
  try {
    // A zombie process has exited, too.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};
