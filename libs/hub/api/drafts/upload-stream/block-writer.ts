import type { FileHandle } from 'node:fs/promises';
import { bufferPool, copyBytes } from './buffer-pool.js';
import type { StreamingChecksums } from './streaming-checksums.js';

/** So many blocks are under way before whoever gives more is to wait. */
const AHEAD = 2;

/** Nothing more is written. */
export class LeaseLostError extends Error {}

/** Gathers what comes in small pieces into blocks; some are written, in order, and hashed while the next fills. */
export class BlockWriter {
  private block: Buffer | null = null;
  private filled = 0;
  private fault: Error | null = null;
  private writing: Promise<void> = Promise.resolve();
  private readonly under: Promise<void>[] = [];

  /** @param at where the file ends now: all before it is in `sums` */
  constructor(
    private readonly file: FileHandle,
    private at: number,
    private readonly sums: StreamingChecksums,
    /** Asked before each block: a process that stood still may be late, and somebody else write the file by now. */
    private readonly mayWrite: () => boolean = () => true,
  ) {}

  /** In the file, without a gap. */
  get written(): number {
    return this.at;
  }

  /** What is given is copied. @returns what to wait for before more is given; null: nothing. It fails with what the disk says */
  push(bytes: Uint8Array): Promise<void> | null {
    for (let from = 0; from < bytes.length;) {
      const block = (this.block ??= bufferPool.take());
      const part = bytes.subarray(from, from + block.length - this.filled);
      copyBytes(block, part, this.filled);
      this.filled += part.length;
      from += part.length;
      if (this.filled === block.length) this.flush();
    }
    return this.under.length < AHEAD ? null : this.settled(this.under.splice(0, this.under.length + 1 - AHEAD));
  }

  /** @returns where the file ends: all of it is written and hashed. @throws what the disk says */
  async end(): Promise<number> {
    this.flush();
    await this.settled(this.under.splice(0));
    return this.at;
  }

  private async settled(blocks: readonly Promise<void>[]): Promise<void> {
    await Promise.all(blocks);
    if (this.fault) throw this.fault;
  }

  private flush(): void {
    const { block, filled } = this;
    if (!block) return;
    this.block = null;
    this.filled = 0;
    const bytes = block.subarray(0, filled);
    this.writing = this.writing.then(() => this.write(bytes)).catch((error: Error) => void (this.fault ??= error));
    this.under.push(Promise.all([this.writing, this.sums.add(bytes)]).then(() => bufferPool.giveBack(block)));
  }

  private async write(block: Uint8Array): Promise<void> {
    if (!this.fault && !this.mayWrite()) throw new LeaseLostError();
    for (let done = 0; done < block.length && !this.fault;) {
      const { bytesWritten } = await this.file.write(block, done, block.length - done, this.at);
      this.at += bytesWritten;
      done += bytesWritten;
    }
  }
}
