import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { CheckerMessage, CheckRequest } from '../checker-protocol.js';

export type CheckerLog = (
  level: 'info' | 'warn' | 'error',
  message: string,
  fields: Readonly<Record<string, unknown>>,
) => void;

export interface CheckerProcessOptions {
  /** The script to fork. Defaults to the built image checker. */
  readonly script: string | undefined;
  /** An ONNX file with its card beside it, instead of the packaged classifier. */
  readonly classifier: string | undefined;
  readonly log: CheckerLog;
}

export interface CheckerListener {
  onMessage(message: CheckerMessage): void;
  /** The process exited or was killed. */
  onExit(reason: string, wasReady: boolean): void;
}

/** Loading the classifier from a cold disk on a busy machine takes seconds. */
const START_DEADLINE_MS = 30_000;
/** Of 19: chat, sockets and rendering have priority. */
const NICENESS = 10;
const MAX_LINE_LENGTH = 1_000;

/** The process gets no secrets from the environment. */
const PASSED_VARIABLES = [
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'TEMP',
  'SystemRoot',
  'LD_LIBRARY_PATH',
  'NODE_COMPILE_CACHE',
];
/** Without these, glibc keeps the memory of large images in arenas. */
const ALLOCATOR = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '65536' };

/** Relative to this file: in a build, and in the build beside the sources. */
const SCRIPTS = ['../../../apps/image-checker/src/main.js', '../../../dist/apps/image-checker/src/main.js'];

/** One run of the image checker process. It ends with this process at the latest. */
export class CheckerProcess {
  private readonly child: ChildProcess;
  private readonly killOnExit = () => void this.child.kill('SIGKILL');
  private readonly startTimer: NodeJS.Timeout;
  private killReason: string | undefined;
  private hasExited = false;
  isReady = false;

  constructor(
    { script, classifier, log }: CheckerProcessOptions,
    private readonly listener: CheckerListener,
  ) {
    this.child = fork(script ?? findScript(), [], {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: ['--enable-source-maps'],
      env: childEnvironment(classifier),
    });
    process.on('exit', this.killOnExit);
    lowerPriority(this.child.pid);
    forwardOutput(this.child, log);
    this.startTimer = setTimeout(() => this.kill('start timed out'), START_DEADLINE_MS);
    this.child.on('message', (message) => this.receive(message as CheckerMessage));
    this.child.once('error', (error) => this.handleExit(error.message));
    this.child.once('exit', (code, signal) => this.handleExit(signal ? `ended by ${signal}` : `exit code ${code}`));
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  send({ id, purpose, image }: CheckRequest): void {
    // A channel that closes meanwhile is reported by the exit of the process.
    this.child.send({ id, purpose, image }, () => undefined);
  }

  /** Kills at once: the process has no state of its own. */
  kill(reason: string): void {
    this.killReason = reason;
    this.child.kill('SIGKILL');
  }

  private receive(message: CheckerMessage): void {
    if (message.type === 'ready') {
      clearTimeout(this.startTimer);
      this.isReady = true;
    }
    this.listener.onMessage(message);
  }

  private handleExit(reason: string): void {
    if (this.hasExited) return;
    this.hasExited = true;
    clearTimeout(this.startTimer);
    process.off('exit', this.killOnExit);
    this.listener.onExit(this.killReason ?? reason, this.isReady);
  }
}

function findScript(): string {
  const [built = '', ...others] = SCRIPTS.map((path) => fileURLToPath(new URL(path, import.meta.url)));
  return [built, ...others].find((path) => existsSync(path)) ?? built;
}

function childEnvironment(classifier: string | undefined): NodeJS.ProcessEnv {
  const names = PASSED_VARIABLES.filter((name) => process.env[name] !== undefined);
  return {
    ...Object.fromEntries(names.map((name) => [name, process.env[name]])),
    ...ALLOCATOR,
    ...(classifier !== undefined && { IMAGE_CLASSIFIER: classifier }),
  };
}

/** Logs what the process and its native code print as warnings. */
function forwardOutput(child: ChildProcess, log: CheckerLog): void {
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => log('warn', line.slice(0, MAX_LINE_LENGTH), {}));
  }
}

function lowerPriority(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, NICENESS);
  } catch {
    // The process may have exited already, which its exit event reports.
  }
}
