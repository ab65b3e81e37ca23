import type { ChildProcess } from 'node:child_process';
import { Logger } from '@nestjs/common';
import type { DeviceView, IsolationView } from '@visionary/contract';
import {
  canRead,
  endingSignal,
  type Isolation,
  onOutputLines,
  type SandboxedProcess,
  watchMemory,
} from '@visionary/sandbox';
import { deviceLossReason, wasKilled } from '../../domain/model-failure.js';
import type { RenderCommand, RendererCommand, RendererReport } from '../../domain/renderer-protocol.js';
import { parseRendererReport } from './child-reports.js';
import { presentIsolation } from './present-isolation.js';
import type { RendererConnection, RendererListener } from './renderer-connection.js';
import { RendererOptions } from './renderer-options.js';
import { RendererSandbox } from './renderer-sandbox.js';

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
const relayLog = (child: ChildProcess, logger: Logger): void =>
  onOutputLines(child, (text) => {
    const line = parse(text);
    if (!line) return logger.warn(text.slice(0, 1_000));
    const { level, msg, time: _time, ...fields } = line as LogLine & { time?: unknown };
    logger[LEVELS[level]](msg, fields);
  });

const FIRST_BACKOFF_MS = 250;
const LAST_BACKOFF_MS = 30_000;
/** Loading onnxruntime from a cold disk takes seconds. */
const START_DEADLINE_MS = 60_000;
const EXIT_DEADLINE_MS = 2_000;
/** The renderer process of this node, in a sandbox. Restarts it. */
export class RendererChild<Command extends object = RendererCommand> {
  readonly isOwn = true;
  private readonly logger = new Logger('Renderer');
  private readonly listeners: RendererListener[] = [];
  private readonly sandbox: RendererSandbox;
  private process: SandboxedProcess | undefined;
  /** Settles when the last started process runs, or could not be started. */
  private launch: Promise<void> = Promise.resolve();
  private isLaunching = false;
  private currentState: RendererConnection['state'] = 'unavailable';
  private backoffMs = FIRST_BACKOFF_MS;
  private timer: NodeJS.Timeout | undefined;
  private killReason: string | undefined;
  private isStopping = false;
  private startCount = 0;
  private lastIsolation: Isolation | undefined;
  private lastDevice: DeviceView | undefined;
  /** Folder of the model that a device renders. */
  private renderedOnDevice: string | undefined;

  constructor(options: RendererOptions) {
    this.sandbox = new RendererSandbox(options);
  }

  get state(): RendererConnection['state'] {
    return this.currentState;
  }

  /** Restarts of the process. */
  get restarts(): number {
    return Math.max(0, this.startCount - 1);
  }

  /** Of the outermost process of the sandbox. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Of the last process that started. */
  get isolation(): IsolationView | undefined {
    return this.lastIsolation && presentIsolation(this.lastIsolation);
  }

  /** Of the last process that was ready. */
  get device(): DeviceView | undefined {
    return this.lastDevice;
  }

  listen(listener: RendererListener): void {
    this.listeners.push(listener);
  }

  start(): void {
    if (this.process || this.isLaunching || this.isStopping) return;
    this.isLaunching = true;
    this.currentState = 'starting';
    this.startCount += 1;
    this.killReason = undefined;
    this.timer = setTimeout(() => this.kill('it did not start in time'), START_DEADLINE_MS);
    this.launch = this.sandbox
      .start()
      .then(
        (started) => this.onStarted(started),
        (error: unknown) => this.onExit(undefined, error instanceof Error ? error.message : String(error)),
      )
      .finally(() => (this.isLaunching = false));
  }

  /**
   * Makes files readable in the sandbox that were added or linked since the process started, by another start. To be called
   * while the renderer is idle.
   */
  async provide(paths: readonly string[]): Promise<void> {
    await this.launch;
    const { process: current } = this;
    if (!current) return this.sandbox.add(paths);
    if ((await canRead(current, paths)) || this.process !== current) return;
    this.sandbox.add(paths);
    this.process = undefined;
    this.currentState = 'unavailable';
    clearTimeout(this.timer);
    current.child.kill('SIGKILL');
    this.start();
    this.startCount -= 1;
  }

  /** @returns false if no renderer is ready */
  send(command: Command | { readonly type: 'shutdown' }): boolean {
    if (this.currentState !== 'ready' || !this.child?.connected) return false;
    this.sandbox.recordCommand(command);
    if (isRender(command) && this.lastDevice && this.lastDevice.provider !== 'cpu') {
      this.renderedOnDevice = command.modelDir;
    }
    // A channel that closes is reported by the exit of the process.
    this.child.send(command, () => undefined);
    return true;
  }

  /** Kills a process that hangs or misbehaves. */
  kill(reason: string): void {
    this.killReason = reason;
    this.child?.kill('SIGKILL');
  }

  /** Called after a useful result: the next failure is a first one. */
  resetBackoff(): void {
    this.backoffMs = FIRST_BACKOFF_MS;
  }

  /** Asks it to exit, and kills it after a deadline. */
  async close(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.timer);
    await this.launch;
    const { child } = this;
    if (child && child.exitCode === null && child.signalCode === null) {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      this.send({ type: 'shutdown' });
      const killTimer = setTimeout(() => child.kill('SIGKILL'), this.currentState === 'ready' ? EXIT_DEADLINE_MS : 0);
      await exited;
      clearTimeout(killTimer);
    }
    await this.sandbox.remove();
  }

  private get child(): ChildProcess | undefined {
    return this.process?.child;
  }

  private onStarted(started: SandboxedProcess): void {
    const { child } = started;
    this.process = started;
    this.lastIsolation = started.isolation;
    const { level, reason } = started.isolation;
    this.logger.log('The renderer starts in isolation', { isolation: level, ...(reason && { reason }) });
    relayLog(child, this.logger);
    watchMemory(child, this.sandbox.memoryBytes, () => {
      if (this.process === started) {
        this.kill(`it used more than ${formatMebibytes(this.sandbox.memoryBytes)} of memory`);
      }
    });
    child.on('message', (message) => this.onMessage(started, message));
    child.once('error', (error) => this.onExit(started, error.message));
    child.once('exit', (code, signal) => {
      const killedBy = endingSignal(code, signal);
      this.onExit(started, killedBy === undefined ? `ended with code ${code}` : `ended by ${killedBy}`);
    });
  }

  private onMessage(sender: SandboxedProcess, message: unknown): void {
    if (this.process !== sender || this.killReason !== undefined) return;
    const parsed = parseRendererReport(message);
    if ('problem' in parsed) return this.kill(parsed.problem);
    const { report } = parsed;
    if (report.type === 'ready') {
      clearTimeout(this.timer);
      this.currentState = 'ready';
      this.lastDevice = report.device;
      for (const listener of this.listeners) listener.onReady();
      return;
    }
    if (report.type === 'device') {
      this.lastDevice = report.device;
      return;
    }
    if (ENDS.has(report.type)) this.renderedOnDevice = undefined;
    if (report.type === 'stopping') this.currentState = 'unavailable';
    for (const listener of this.listeners) listener.onReport(report);
  }

  /** @param ended undefined if it could not be started */
  private onExit(ended: SandboxedProcess | undefined, exitReason: string): void {
    if (this.process !== ended) return;
    clearTimeout(this.timer);
    this.process = undefined;
    this.currentState = 'unavailable';
    if (this.isStopping) return;
    const reason = this.blameDevice(this.killReason ?? exitReason);
    this.logger.error(`The renderer is lost: ${reason}`, { backoffMs: this.backoffMs });
    this.timer = setTimeout(() => this.start(), this.backoffMs);
    this.backoffMs = Math.min(this.backoffMs * 2, LAST_BACKOFF_MS);
    for (const listener of this.listeners) listener.onLost(reason);
  }

  /** A driver may have crashed or hung the process. The model is rendered by the processor from now on. */
  private blameDevice(reason: string): string {
    const { renderedOnDevice: modelDir, lastDevice } = this;
    this.renderedOnDevice = undefined;
    if (modelDir === undefined || !lastDevice || wasKilled(reason)) return reason;
    this.sandbox.recordDeviceCrash({ provider: lastDevice.provider, modelDir, reason });
    return deviceLossReason(lastDevice.provider, reason);
  }
}

const isRender = (command: object): command is RenderCommand =>
  'type' in command && command.type === 'render' && 'modelDir' in command;

const ENDS: ReadonlySet<RendererReport['type']> = new Set(['finished', 'cancelled', 'failed']);

const formatMebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;
