import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { CommandKey, Keyed } from './hash-worker.js';

/** Built, or as it stands: Node runs it without its types. */
const SCRIPT = ['./hash-worker.js', './hash-worker.ts']
  .map((name) => fileURLToPath(new URL(name, import.meta.url)))
  .find((path) => existsSync(path)) as string;
/** A model's large files are laid out one after the other. */
const KEPT_MS = 10_000;

/** One thread of this process for all large files, in turn; it ends a while after the last, and keeps no process from ending. */
class FileHasher {
  private worker: Worker | null = null;
  private idle: NodeJS.Timeout | undefined;
  private calls = 0;
  private readonly waiting = new Map<number, (key: string | null) => void>();

  /** @returns null where the thread could not say it */
  of(path: string): Promise<string | null> {
    clearTimeout(this.idle);
    const worker = (this.worker ??= this.begin());
    worker.ref();
    const call = ++this.calls;
    return new Promise((resolve) => {
      this.waiting.set(call, resolve);
      worker.postMessage({ call, path } satisfies CommandKey);
    });
  }

  private begin(): Worker {
    const worker = new Worker(SCRIPT);
    worker.on('message', ({ call, key }: Keyed) => {
      this.waiting.get(call)?.(key);
      this.waiting.delete(call);
      if (this.waiting.size === 0) this.rest(worker);
    });
    // Its end follows.
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
    // Another one may have been started meanwhile: nothing that waits was asked of this one then.
    if (this.worker !== worker) return;
    this.worker = null;
    for (const lost of this.waiting.values()) lost(null);
    this.waiting.clear();
  }
}

export const fileHasher = new FileHasher();
