import type { ChildProcess } from 'node:child_process';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import {
  builtProgram,
  onOutputLines,
  processLimit,
  programEnvironment,
  startSandboxed,
  watchMemory,
} from '@visionary/sandbox';
import { isResultOf, parseDecoderResponse } from './decoder-response.js';
import { ImageDecoder, type ImageResult, type ImageTask } from './image-task.js';

/** Two images of the largest size at once. */
const MEMORY_BYTES = 1.5 * 2 ** 30;
/** Decoding an image of the largest size takes about 200 MB. */
const MAX_CONCURRENT = 2;
/** Each image that is decoded has some. */
const THREADS_PER_CORE = 8;
/** A task that decodes for longer is ended with the process. The time in the queue doesn't count. */
const HANG_MS = 20_000;
const IDLE_MS = 60_000;
/** An image that ended the process this often isn't tried again. */
const MAX_TRIES = 2;
const MAX_LINE_LENGTH = 1_000;

interface PendingTask {
  readonly task: ImageTask;
  readonly resolve: (result: ImageResult) => void;
  readonly reject: (error: Error) => void;
  tries: number;
  isSent: boolean;
  hangTimer?: NodeJS.Timeout;
}

/** Decodes in a process of its own, started by the first task, restarted after a crash, and ended when idle. */
@Injectable()
export class SandboxedImageDecoder extends ImageDecoder implements OnApplicationShutdown {
  private readonly logger = new Logger('Images');
  private readonly pending = new Map<number, PendingTask>();
  private child: ChildProcess | undefined;
  private launch: Promise<void> | undefined;
  private idleTimer: NodeJS.Timeout | undefined;
  private lastId = 0;
  private isClosed = false;
  hangMs = HANG_MS;

  run(task: ImageTask): Promise<ImageResult> {
    clearTimeout(this.idleTimer);
    return new Promise((resolve, reject) => {
      this.pending.set(++this.lastId, { task, resolve, reject, tries: 0, isSent: false });
      if (this.child) this.sendNext();
      else this.start();
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.idleTimer);
    await this.launch;
    this.child?.kill('SIGKILL');
  }

  private start(): void {
    this.launch ??= this.startProcess()
      .catch((error: unknown) => this.rejectAll(error instanceof Error ? error : new Error(String(error))))
      .finally(() => (this.launch = undefined));
  }

  private async startProcess(): Promise<void> {
    const { child } = await startSandboxed({
      purpose: 'imageDecoding',
      script: builtProgram('image-decoder/src/main.js'),
      readable: [],
      memoryBytes: MEMORY_BYTES,
      maxProcesses: processLimit(THREADS_PER_CORE),
      env: programEnvironment(),
    });
    this.child = child;
    if (this.isClosed) return void child.kill('SIGKILL');
    onOutputLines(child, (line) => this.logger.warn(line.slice(0, MAX_LINE_LENGTH)));
    watchMemory(child, MEMORY_BYTES, () => child.kill('SIGKILL'));
    child.on('message', (message) => this.receive(child, message));
    child.once('error', () => this.onExit(child));
    child.once('exit', () => this.onExit(child));
    this.sendNext();
  }

  private sendNext(): void {
    const all = [...this.pending];
    const sent = all.filter(([, { isSent }]) => isSent);
    // A task that was interrupted by a crash runs alone, so that a second crash costs no other task a try.
    const suspect = all.find(([, { tries, isSent }]) => tries > (isSent ? 1 : 0));
    if (suspect) {
      if (sent.length === 0) this.send(...suspect);
      return;
    }
    let free = MAX_CONCURRENT - sent.length;
    for (const [id, pending] of all) {
      if (pending.isSent || free-- <= 0) continue;
      this.send(id, pending);
    }
  }

  private send(id: number, pending: PendingTask): void {
    pending.isSent = true;
    pending.tries += 1;
    pending.hangTimer = setTimeout(() => {
      // Only this task is at fault. The others of the process are tried again.
      for (const other of this.pending.values()) if (other.isSent) other.tries -= 1;
      pending.tries = MAX_TRIES;
      this.child?.kill('SIGKILL');
    }, this.hangMs);
    // A channel that closes meanwhile is reported by the exit of the process.
    this.child?.send({ id, task: pending.task }, () => undefined);
  }

  private receive(child: ChildProcess, message: unknown): void {
    const response = parseDecoderResponse(message);
    const pending = response && this.pending.get(response.id);
    if (!pending || !isResultOf(response, pending.task)) return void child.kill('SIGKILL');
    this.pending.delete(response.id);
    clearTimeout(pending.hangTimer);
    pending.resolve(response.result);
    if (this.pending.size === 0) this.endWhenIdle();
    else this.sendNext();
  }

  private endWhenIdle(): void {
    clearTimeout(this.idleTimer);
    this.idleTimer = setTimeout(() => this.child?.kill('SIGKILL'), IDLE_MS).unref();
  }

  private onExit(child: ChildProcess): void {
    if (this.child !== child) return;
    this.child = undefined;
    for (const [id, pending] of this.pending) {
      clearTimeout(pending.hangTimer);
      pending.isSent = false;
      if (pending.tries < MAX_TRIES) continue;
      this.pending.delete(id);
      pending.resolve({ type: 'unreadable' });
    }
    if (this.pending.size > 0 && !this.isClosed) this.start();
  }

  private rejectAll(error: Error): void {
    for (const pending of this.pending.values()) pending.reject(error);
    this.pending.clear();
  }
}
