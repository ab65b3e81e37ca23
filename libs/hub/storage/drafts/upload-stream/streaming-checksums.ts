import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Checksums } from '../../../domain/drafts/draft-files.js';
import type { ChecksumKind, ChecksumReply, ChecksumRequest, ChecksumResult } from './checksum-worker-thread.js';

/** The built script, or the source, which Node runs with its types stripped. */
const SCRIPT = ['./checksum-worker-thread.js', './checksum-worker-thread.ts']
  .map((name) => fileURLToPath(new URL(name, import.meta.url)))
  .find((path) => existsSync(path)) as string;
const HAS_WEIGHTS = /\.safetensors$/i;

type WithoutCall<T> = T extends unknown ? Omit<T, 'call'> : never;

/** One thread, started on demand. It doesn't keep the process alive. If it crashes, its checksums are lost. */
class ChecksumThread {
  private worker: Worker | null = null;
  private calls = 0;
  private readonly waiting = new Map<number, (result: ChecksumResult | null) => void>();

  constructor(private readonly kind: ChecksumKind) {}

  /** @returns null if the checksums are lost */
  request(request: WithoutCall<ChecksumRequest>): Promise<ChecksumResult | null> {
    const worker = (this.worker ??= this.start());
    const call = ++this.calls;
    worker.ref();
    return new Promise((resolve) => {
      this.waiting.set(call, resolve);
      worker.postMessage({ ...request, call });
    });
  }

  async terminate(): Promise<void> {
    await this.worker?.terminate();
  }

  private start(): Worker {
    const worker = new Worker(SCRIPT, { workerData: { kind: this.kind } });
    worker.on('message', ({ call, result }: ChecksumReply) => {
      this.waiting.get(call)?.(result);
      this.waiting.delete(call);
      if (this.waiting.size === 0) worker.unref();
    });
    // The exit event follows.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      this.worker = null;
      for (const resolve of this.waiting.values()) resolve(null);
      this.waiting.clear();
    });
    return worker;
  }
}

/** SHA-256 and CRC-32 of a file while it is received, and SHA-256 of the weights of a .safetensors file. */
export class StreamingChecksums {
  private addedBytes = 0;
  private isLost = false;

  constructor(
    private readonly file: number,
    private readonly whole: ChecksumThread,
    /** Null for a file without weights. */
    private readonly weights: ChecksumThread | null,
  ) {
    void this.requestBoth((thread) => thread.request({ file, begin: true }));
  }

  /** Number of bytes added; null if the checksums are lost and the file must be read. */
  get byteCount(): number | null {
    return this.isLost ? null : this.addedBytes;
  }

  /** @param bytes in shared memory. @returns once they are no longer needed */
  async add(bytes: Uint8Array): Promise<void> {
    this.addedBytes += bytes.length;
    await this.requestBoth((thread) => thread.request({ file: this.file, add: bytes }));
  }

  /** Reads the first `end` bytes of a file. Must come before `add`. */
  async read(path: string, end: number): Promise<void> {
    this.addedBytes = end;
    await this.requestBoth((thread) => thread.request({ file: this.file, read: path, end }));
  }

  /** More bytes may be added afterwards. @returns null if the checksums are lost */
  async result(): Promise<Checksums | null> {
    const [whole, weights] = await this.requestBoth((thread) => thread.request({ file: this.file, finish: true }));
    if (this.isLost || !whole?.sha256) return null;
    return { sha256: whole.sha256, weightsHash: weights?.sha256 ?? null, crc32: whole.crc32 };
  }

  /** Frees the checksums. */
  release(): void {
    if (!this.isLost) void this.requestBoth((thread) => thread.request({ file: this.file, forget: true }));
    this.isLost = true;
  }

  private async requestBoth(
    request: (thread: ChecksumThread) => Promise<ChecksumResult | null>,
  ): Promise<(ChecksumResult | null)[]> {
    const threads = this.weights ? [this.whole, this.weights] : [this.whole];
    const results = await Promise.all(threads.map(request));
    if (results.includes(null)) this.isLost = true;
    return results;
  }
}

/** Hashes uploads off the event loop: one thread for whole files, one for weights. */
@Injectable()
export class ChecksumWorkers implements OnApplicationShutdown {
  private readonly whole = new ChecksumThread('whole');
  private readonly weights = new ChecksumThread('weights');
  private files = 0;

  begin(name: string): StreamingChecksums {
    return new StreamingChecksums(++this.files, this.whole, HAS_WEIGHTS.test(name) ? this.weights : null);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.whole.terminate(), this.weights.terminate()]);
  }
}
