import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Answer, ChecksumRequest, ChecksumKind, ChecksumResult } from './checksum-worker-thread.js';

/** Built, or as it stands: Node runs it without its types. */
const SCRIPT = ['./checksum-worker-thread.js', './checksum-worker-thread.ts']
  .map((name) => fileURLToPath(new URL(name, import.meta.url)))
  .find((path) => existsSync(path)) as string;

type Wish<T> = T extends unknown ? Omit<T, 'call'> : never;

/** One thread, started when it is first needed. It keeps no process from ending; where it ends, all that it knew is lost. */
export class ChecksumWorker {
  private worker: Worker | null = null;
  private calls = 0;
  private readonly waiting = new Map<number, (told: ChecksumResult | null) => void>();

  constructor(private readonly checksumKind: ChecksumKind) {}

  /** @returns null where it is lost */
  ask(wish: Wish<ChecksumRequest>): Promise<ChecksumResult | null> {
    const worker = (this.worker ??= this.start());
    const call = ++this.calls;
    worker.ref();
    return new Promise((resolve) => {
      this.waiting.set(call, resolve);
      worker.postMessage({ ...wish, call });
    });
  }

  async end(): Promise<void> {
    await this.worker?.terminate();
  }

  private start(): Worker {
    const worker = new Worker(SCRIPT, { workerData: { share: this.checksumKind } });
    worker.on('message', ({ call, told }: Answer) => {
      this.waiting.get(call)?.(told);
      this.waiting.delete(call);
      if (this.waiting.size === 0) worker.unref();
    });
    // Its end follows.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      this.worker = null;
      for (const lost of this.waiting.values()) lost(null);
      this.waiting.clear();
    });
    return worker;
  }
}
