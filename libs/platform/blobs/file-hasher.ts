import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { HashJob, HashResult } from './hash-worker.js';

/** Built, or as TypeScript source, which Node runs by stripping types. */
const SCRIPT = ['./hash-worker.js', './hash-worker.ts']
  .map((name) => fileURLToPath(new URL(name, import.meta.url)))
  .find((path) => existsSync(path)) as string;
/** Kept alive briefly, because the large files of a model follow each other. */
const IDLE_MS = 10_000;

/** One thread that hashes large files one after another. Ends after being idle, and doesn't keep the process alive. */
class FileHasher {
  private worker: Worker | null = null;
  private idleTimer: NodeJS.Timeout | undefined;
  private lastCall = 0;
  private readonly pending = new Map<number, (key: string | null) => void>();

  /** @returns null if the thread failed */
  hash(path: string): Promise<string | null> {
    clearTimeout(this.idleTimer);
    const worker = (this.worker ??= this.startWorker());
    worker.ref();
    const call = ++this.lastCall;
    return new Promise((resolve) => {
      this.pending.set(call, resolve);
      worker.postMessage({ call, path } satisfies HashJob);
    });
  }

  private startWorker(): Worker {
    const worker = new Worker(SCRIPT);
    worker.on('message', ({ call, key }: HashResult) => {
      this.pending.get(call)?.(key);
      this.pending.delete(call);
      if (this.pending.size === 0) this.terminateWhenIdle(worker);
    });
    // 'exit' follows and handles it.
    worker.on('error', () => undefined);
    worker.on('exit', () => this.handleExit(worker));
    return worker;
  }

  private terminateWhenIdle(worker: Worker): void {
    worker.unref();
    this.idleTimer = setTimeout(() => {
      this.worker = null;
      void worker.terminate();
    }, IDLE_MS).unref();
  }

  private handleExit(worker: Worker): void {
    // If another thread was started meanwhile, all waiting requests belong to that one.
    if (this.worker !== worker) return;
    this.worker = null;
    for (const resolve of this.pending.values()) resolve(null);
    this.pending.clear();
  }
}

export const fileHasher = new FileHasher();
