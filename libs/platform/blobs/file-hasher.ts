import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { HashJob, Keyed } from './hash-worker.js';

/** Built, or as TypeScript source, which Node runs by stripping types. */
const SCRIPT = ['./hash-worker.js', './hash-worker.ts']
  .map((name) => fileURLToPath(new URL(name, import.meta.url)))
  .find((path) => existsSync(path)) as string;
/** Kept alive briefly, because the large files of a model follow each other. */
const KEPT_MS = 10_000;

/** One thread that hashes large files one after another. Ends after being idle, and doesn't keep the process alive. */
class FileHasher {
  private worker: Worker | null = null;
  private idle: NodeJS.Timeout | undefined;
  private calls = 0;
  private readonly waiting = new Map<number, (key: string | null) => void>();

  /** @returns null if the thread failed */
  of(path: string): Promise<string | null> {
    clearTimeout(this.idle);
    const worker = (this.worker ??= this.begin());
    worker.ref();
    const call = ++this.calls;
    return new Promise((resolve) => {
      this.waiting.set(call, resolve);
      worker.postMessage({ call, path } satisfies HashJob);
    });
  }

  private begin(): Worker {
    const worker = new Worker(SCRIPT);
    worker.on('message', ({ call, key }: Keyed) => {
      this.waiting.get(call)?.(key);
      this.waiting.delete(call);
      if (this.waiting.size === 0) this.rest(worker);
    });
    // 'exit' follows and handles it.
    worker.on('error', () => undefined);
    worker.on('exit', () => this.ended(worker));
    return worker;
  }

  private rest(worker: Worker): void {
    worker.unref();
    this.idle = setTimeout(() => {
      this.worker = null;
      void worker.terminate();
    }, KEPT_MS).unref();
  }

  private ended(worker: Worker): void {
    // If another thread was started meanwhile, all waiting requests belong to that one.
    if (this.worker !== worker) return;
    this.worker = null;
    for (const lost of this.waiting.values()) lost(null);
    this.waiting.clear();
  }
}

export const fileHasher = new FileHasher();
