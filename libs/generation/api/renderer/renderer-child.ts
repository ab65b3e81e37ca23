import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setPriority } from 'node:os';
import { Logger, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { RendererCommand, RendererReport } from '../../domain/renderer-protocol.js';
import { RendererOptions, rendererEnvironment } from './renderer-options.js';

interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly msg: string;
}

const LEVELS = { info: 'log', warn: 'warn', error: 'error' } as const;

const parse = (text: string): LogLine | null => {
  try {
    const line = JSON.parse(text) as Partial<LogLine> | null;
    return line?.level && line.level in LEVELS && typeof line.msg === 'string' ? (line as LogLine) : null;
  } catch {
    return null;
  }
};

/** Forwards the renderer's log lines. Plain output of native code becomes warnings. */
const relayLog = (child: ChildProcess, logger: Logger): void => {
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (text) => {
      const line = parse(text);
      if (!line) return logger.warn(text.slice(0, 1_000));
      const { level, msg, time: _time, ...fields } = line as LogLine & { time?: unknown };
      logger[LEVELS[level]](msg, fields);
    });
  }
};

export type RendererState = 'ready' | 'starting' | 'unavailable';

export interface RendererListener {
  onReady(): void;
  onReport(report: RendererReport): void;
  /** The process exited or was killed. A new one starts after a pause. */
  onLost(reason: string): void;
}

const FIRST_BACKOFF_MS = 250;
const LAST_BACKOFF_MS = 30_000;
/** Loading onnxruntime from a cold disk takes seconds. */
const START_DEADLINE_MS = 60_000;
const EXIT_DEADLINE_MS = 2_000;
/** Of 19: the server's own work goes first, but other busy programs do not starve the renderer. */
const NICENESS = 5;

/** The renderer process of this node. Restarts it, and ends it with this process. */
@Injectable()
export class RendererChild implements OnApplicationShutdown {
  private readonly logger = new Logger('Renderer');
  private readonly listeners: RendererListener[] = [];
  private readonly killChild = () => void this.child?.kill('SIGKILL');
  private child: ChildProcess | undefined;
  private currentState: RendererState = 'unavailable';
  private backoffMs = FIRST_BACKOFF_MS;
  private timer: NodeJS.Timeout | undefined;
  private killReason: string | undefined;
  private isStopping = false;
  private startCount = 0;

  constructor(private readonly options: RendererOptions) {
    process.on('exit', this.killChild);
  }

  get state(): RendererState {
    return this.currentState;
  }

  /** Restarts of the process. */
  get restarts(): number {
    return Math.max(0, this.startCount - 1);
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  listen(listener: RendererListener): void {
    this.listeners.push(listener);
  }

  start(): void {
    if (this.child || this.isStopping) return;
    this.currentState = 'starting';
    this.startCount += 1;
    this.killReason = undefined;
    const child = fork(this.options.script, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: ['--enable-source-maps'],
      env: rendererEnvironment(this.options, process.env),
    });
    this.child = child;
    lowerPriority(child.pid);
    this.timer = setTimeout(() => this.kill('it did not start in time'), START_DEADLINE_MS);
    relayLog(child, this.logger);
    child.on('message', (report) => this.onReport(report as RendererReport));
    child.once('error', (error) => this.onExit(child, error.message));
    child.once('exit', (code, signal) => this.onExit(child, signal ? `ended by ${signal}` : `ended with code ${code}`));
  }

  /** @returns false if no renderer is ready */
  send(command: RendererCommand): boolean {
    if (this.currentState !== 'ready' || !this.child?.connected) return false;
    // A channel that closes is reported by the exit of the process.
    this.child.send(command, () => undefined);
    return true;
  }

  /** Kills a process that hangs. */
  kill(reason: string): void {
    this.killReason = reason;
    this.child?.kill('SIGKILL');
  }

  /** Called after a useful result: the next failure is a first one. */
  resetBackoff(): void {
    this.backoffMs = FIRST_BACKOFF_MS;
  }

  /** Asks it to exit, and kills it after a deadline. */
  async onApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.timer);
    process.off('exit', this.killChild);
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    this.send({ type: 'shutdown' });
    const killTimer = setTimeout(() => child.kill('SIGKILL'), this.currentState === 'ready' ? EXIT_DEADLINE_MS : 0);
    await exited;
    clearTimeout(killTimer);
  }

  private onReport(report: RendererReport): void {
    if (report.type === 'ready') {
      clearTimeout(this.timer);
      this.currentState = 'ready';
      for (const listener of this.listeners) listener.onReady();
      return;
    }
    if (report.type === 'stopping') this.currentState = 'unavailable';
    for (const listener of this.listeners) listener.onReport(report);
  }

  private onExit(child: ChildProcess, exitReason: string): void {
    if (this.child !== child) return;
    clearTimeout(this.timer);
    this.child = undefined;
    this.currentState = 'unavailable';
    if (this.isStopping) return;
    const reason = this.killReason ?? exitReason;
    this.logger.error(`The renderer is lost: ${reason}`, { backoffMs: this.backoffMs });
    this.timer = setTimeout(() => this.start(), this.backoffMs);
    this.backoffMs = Math.min(this.backoffMs * 2, LAST_BACKOFF_MS);
    for (const listener of this.listeners) listener.onLost(reason);
  }
}

/** Lets the server's own work go first on machines with few cores. */
const lowerPriority = (pid: number | undefined): void => {
  if (pid === undefined) return;
  try {
    setPriority(pid, NICENESS);
  } catch {
    // It may have exited already.
  }
};
