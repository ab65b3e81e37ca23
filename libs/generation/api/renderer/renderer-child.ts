import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setPriority } from 'node:os';
import { Logger, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { RendererCommand, RendererReport } from '../../domain/renderer-protocol.js';
import { RendererOptions, rendererEnvironment } from './renderer-options.js';

interface QueueState {
  readonly level: 'info' | 'warn' | 'error';
  readonly msg: string;
}

const LEVELS = { info: 'log', warn: 'warn', error: 'error' } as const;

const parse = (text: string): QueueState | null => {
  try {
    const line = JSON.parse(text) as Partial<QueueState> | null;
    return line?.level && line.level in LEVELS && typeof line.msg === 'string' ? (line as QueueState) : null;
  } catch {
    return null;
  }
};

/** The renderer's lines into the server's log: its own as they are, those of native code as warnings. */
export const relayLog = (child: ChildProcess, logger: Logger): void => {
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (text) => {
      const line = parse(text);
      if (!line) return logger.warn(text.slice(0, 1_000));
      const { level, msg, time: _time, ...fields } = line as QueueState & { time?: unknown };
      logger[LEVELS[level]](msg, fields);
    });
  }
};

export type RendererState = 'ready' | 'starting' | 'unavailable';

export interface RendererListener {
  onReady(): void;
  onReport(report: RendererReport): void;
  /** The process is gone, by itself or killed; a new one is started by and by. */
  onLost(why: string): void;
}

const FIRST_BACKOFF_MS = 250;
const LAST_BACKOFF_MS = 30_000;
/** Loading onnxruntime from a cold disk takes seconds. */
const START_DEADLINE_MS = 60_000;
const LEAVE_DEADLINE_MS = 2_000;
/** Of 19: enough that the server's own work goes first, not so much that another busy program starves it. */
const NICENESS = 5;

/** The one renderer process of this node: started, watched, started again. It lives no longer than this process. */
@Injectable()
export class RendererChild implements OnApplicationShutdown {
  private readonly logger = new Logger('Renderer');
  private readonly listeners: RendererListener[] = [];
  private readonly endWithUs = () => void this.child?.kill('SIGKILL');
  private child: ChildProcess | undefined;
  private current: RendererState = 'unavailable';
  private backoffMs = FIRST_BACKOFF_MS;
  private timer: NodeJS.Timeout | undefined;
  private killReason: string | undefined;
  private stopping = false;
  private starts = 0;

  constructor(private readonly options: RendererOptions) {
    process.on('exit', this.endWithUs);
  }

  get state(): RendererState {
    return this.current;
  }

  /** How often it was started anew. */
  get restarts(): number {
    return Math.max(0, this.starts - 1);
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  listen(listener: RendererListener): void {
    this.listeners.push(listener);
  }

  start(): void {
    if (this.child || this.stopping) return;
    this.current = 'starting';
    this.starts += 1;
    this.killReason = undefined;
    const child = fork(this.options.script, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: ['--enable-source-maps'],
      env: rendererEnvironment(this.options, process.env),
    });
    this.child = child;
    yieldToTheServer(child.pid);
    this.timer = setTimeout(() => this.kill('it did not start in time'), START_DEADLINE_MS);
    relayLog(child, this.logger);
    child.on('message', (report) => this.hear(report as RendererReport));
    child.once('error', (error) => this.gone(child, error.message));
    child.once('exit', (code, signal) => this.gone(child, signal ? `ended by ${signal}` : `ended with code ${code}`));
  }

  /** @returns false when there is no renderer to hear it. */
  send(command: RendererCommand): boolean {
    if (this.current !== 'ready' || !this.child?.connected) return false;
    // A channel that closes meanwhile shows as the process's end.
    this.child.send(command, () => undefined);
    return true;
  }

  /** Ends it at once: it hangs, and cannot be asked. */
  kill(why: string): void {
    this.killReason = why;
    this.child?.kill('SIGKILL');
  }

  /** It has done something useful: the next failure is a first one. */
  resetBackoff(): void {
    this.backoffMs = FIRST_BACKOFF_MS;
  }

  /** Asks it to leave, insists after a moment. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    process.off('exit', this.endWithUs);
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const left = new Promise((resolve) => child.once('exit', resolve));
    this.send({ type: 'shutdown' });
    const insist = setTimeout(() => child.kill('SIGKILL'), this.current === 'ready' ? LEAVE_DEADLINE_MS : 0);
    await left;
    clearTimeout(insist);
  }

  private hear(report: RendererReport): void {
    if (report.type === 'ready') {
      clearTimeout(this.timer);
      this.current = 'ready';
      for (const listener of this.listeners) listener.onReady();
      return;
    }
    for (const listener of this.listeners) listener.onReport(report);
  }

  private gone(child: ChildProcess, how: string): void {
    if (this.child !== child) return;
    clearTimeout(this.timer);
    this.child = undefined;
    this.current = 'unavailable';
    if (this.stopping) return;
    const why = this.killReason ?? how;
    this.logger.error(`The renderer is lost: ${why}`, { backoffMs: this.backoffMs });
    this.timer = setTimeout(() => this.start(), this.backoffMs);
    this.backoffMs = Math.min(this.backoffMs * 2, LAST_BACKOFF_MS);
    for (const listener of this.listeners) listener.onLost(why);
  }
}

/** On a machine with few cores the model takes them all; users's words go first. */
const yieldToTheServer = (pid: number | undefined): void => {
  if (pid === undefined) return;
  try {
    setPriority(pid, NICENESS);
  } catch {
    // It may have ended already; its exit tells.
  }
};
