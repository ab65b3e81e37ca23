import type { FileHandle } from 'node:fs/promises';
import type { RunningSums } from './running-sums.js';

const BLOCK_BYTES = 1024 * 1024;
/** So much is brought to the disk while more comes in, instead of all of it in the end. */
const SYNC_EVERY_BYTES = 64 * BLOCK_BYTES;

/** Gathers what comes in small pieces into blocks; one is written, in order, while the next fills and is hashed. */
export class BlockWriter {
  private blocks: [Buffer, Buffer] = [Buffer.allocUnsafeSlow(BLOCK_BYTES), Buffer.allocUnsafeSlow(BLOCK_BYTES)];
  private filled = 0;
  private writing: Promise<void> = Promise.resolve();
  private syncing: Promise<void> | null = null;
  private unsynced = 0;

  /** @param at where the file ends now: all before it is in `sums` */
  constructor(
    private readonly file: FileHandle,
    private at: number,
    private readonly sums: RunningSums,
  ) {}

  /** On the disk, without a gap. */
  get written(): number {
    return this.at;
  }

  /** @throws what the disk says */
  async push(bytes: Uint8Array): Promise<void> {
    for (let from = 0; from < bytes.length;) {
      const part = bytes.subarray(from, from + BLOCK_BYTES - this.filled);
      this.blocks[0].set(part, this.filled);
      this.filled += part.length;
      from += part.length;
      if (this.filled === BLOCK_BYTES) await this.flush();
    }
  }

  /** @returns where the file ends: all of it is on the disk. @throws what the disk says */
  async end(): Promise<number> {
    await this.flush();
    await this.writing;
    await this.syncing;
    await this.file.datasync();
    return this.at;
  }

  private async flush(): Promise<void> {
    if (this.filled === 0) return;
    // The one before: it is written from the block that is filled next.
    await this.writing;
    const block = this.blocks[0].subarray(0, this.filled);
    this.blocks = [this.blocks[1], this.blocks[0]];
    this.filled = 0;
    this.writing = this.write(block);
    // Whoever flushes next hears of it.
    this.writing.catch(() => undefined);
    this.sums.update(block);
    this.syncNowAndThen(block.length);
  }

  private async write(block: Buffer): Promise<void> {
    for (let done = 0; done < block.length;) {
      const { bytesWritten } = await this.file.write(block, done, block.length - done, this.at);
      this.at += bytesWritten;
      done += bytesWritten;
    }
  }

  private syncNowAndThen(bytes: number): void {
    this.unsynced += bytes;
    if (this.unsynced < SYNC_EVERY_BYTES || this.syncing) return;
    this.unsynced = 0;
    this.syncing = this.file.datasync().then(
      () => void (this.syncing = null),
      // The last one tells.
      () => void (this.syncing = null),
    );
  }
}
