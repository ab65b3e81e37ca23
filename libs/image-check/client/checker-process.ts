import type { ChildProcess } from 'node:child_process';
import {
  endingSignal,
  onOutputLines,
  processLimit,
  startSandboxed,
  watchMemory,
  withFilesBeside,
  builtProgram,
  programEnvironment,
} from '@visionary/sandbox';
import type { CheckerMessage, CheckRequest } from '../checker-protocol.js';
import { parseCheckerMessage } from './checker-message.js';

export type CheckerLog = (
  level: 'info' | 'warn' | 'error',
  message: string,
  fields: Readonly<Record<string, unknown>>,
) => void;

export interface CheckerProcessOptions {
  /** The script to fork. Defaults to the built image checker. */
  readonly script: string | undefined;
  /** BUILT_IN, and ONNX files with their cards beside them. */
  readonly classifiers: readonly string[];
  /** This process runs in a sandbox already, which its children can't leave. */
  readonly isContained: boolean;
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
/** Images are decoded and scaled with some on each core. */
const THREADS_PER_CORE = 8;
const MAX_LINE_LENGTH = 1_000;
/** One classifier and a decoded image of the largest size, and each further classifier. */
const MEMORY_BYTES = { first: 2 * 2 ** 30, further: 2 ** 30 };

/** One run of the image checker process. */
export class CheckerProcess {
  private child: ChildProcess | undefined;
  private readonly startTimer: NodeJS.Timeout;
  private killReason: string | undefined;
  private hasExited = false;
  isReady = false;

  constructor(
    private readonly options: CheckerProcessOptions,
    private readonly listener: CheckerListener,
  ) {
    this.startTimer = setTimeout(() => this.kill('start timed out'), START_DEADLINE_MS);
    this.launch().catch((error: unknown) => this.handleExit(error instanceof Error ? error.message : String(error)));
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  send({ id, purpose, image }: CheckRequest): void {
    // A channel that closes meanwhile is reported by the exit of the process.
    this.child?.send({ id, purpose, image }, () => undefined);
  }

  /** Kills at once: the process has no state of its own. */
  kill(reason: string): void {
    this.killReason = reason;
    this.child?.kill('SIGKILL');
  }

  private async launch(): Promise<void> {
    const { script, classifiers, isContained, log } = this.options;
    const memoryBytes = MEMORY_BYTES.first + MEMORY_BYTES.further * (classifiers.length - 1);
    const { child } = await startSandboxed({
      purpose: 'imageCheck',
      script: script ?? builtProgram('image-checker/src/main.js'),
      readable: await withFilesBeside(classifiers),
      memoryBytes,
      maxProcesses: processLimit(THREADS_PER_CORE),
      niceness: NICENESS,
      env: programEnvironment({ IMAGE_CLASSIFIER: classifiers.join(',') }),
      execArgv: ['--enable-source-maps'],
      ...(isContained && { isolation: { level: 'limits', changesUser: false } }),
    });
    this.child = child;
    // Logs what the process and its native code print as warnings.
    onOutputLines(child, (line) => log('warn', line.slice(0, MAX_LINE_LENGTH), {}));
    watchMemory(child, memoryBytes, () => this.kill('it used too much memory'));
    child.on('message', (message) => this.receive(message));
    child.once('error', (error) => this.handleExit(error.message));
    child.once('exit', (code, signal) => {
      const killedBy = endingSignal(code, signal);
      this.handleExit(killedBy === undefined ? `exit code ${code}` : `ended by ${killedBy}`);
    });
    if (this.killReason !== undefined) child.kill('SIGKILL');
  }

  private receive(received: unknown): void {
    const message = parseCheckerMessage(received);
    if (!message) return this.kill('it sent an invalid message');
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
    this.listener.onExit(this.killReason ?? reason, this.isReady);
  }
}
