import type { FileHandle } from 'node:fs/promises';
import { finished, type Readable } from 'node:stream';
import { bufferPool, copyBytes } from './buffer-pool.js';
import type { StreamingChecksums } from './streaming-checksums.js';

const MAX_PENDING_BLOCKS = 2;

/** The writer lost the lease on the file. */
export class LeaseLostError extends Error {}

/** Collects chunks into blocks. Writes blocks in order and hashes them while the next one fills. */
export class BlockWriter {
  private block: Buffer | null = null;
  private filled = 0;
  private error: Error | null = null;
  private writing: Promise<void> = Promise.resolve();
  private readonly pending: Promise<void>[] = [];

  /** @param at current end of the file. The checksums include everything before it */
  constructor(
    private readonly file: FileHandle,
    private at: number,
    private readonly sums: StreamingChecksums,
    /** Checked before each block, because a paused process may have lost its lease. */
    private readonly mayWrite: () => boolean = () => true,
  ) {}

  /** End of the file. */
  get written(): number {
    return this.at;
  }

  /** Copies the bytes. @returns a promise to wait for before the next push, or null. It rejects with errors of the disk */
  push(bytes: Uint8Array): Promise<void> | null {
    for (let from = 0; from < bytes.length;) {
      const block = (this.block ??= bufferPool.acquire());
      const part = bytes.subarray(from, from + block.length - this.filled);
      copyBytes(block, part, this.filled);
      this.filled += part.length;
      from += part.length;
      if (this.filled === block.length) this.flush();
    }
    return this.pending.length < MAX_PENDING_BLOCKS
      ? null
      : this.settled(this.pending.splice(0, this.pending.length + 1 - MAX_PENDING_BLOCKS));
  }

  /** Writes and hashes the rest. @returns the end of the file. @throws errors of the disk */
  async end(): Promise<number> {
    this.flush();
    await this.settled(this.pending.splice(0));
    return this.at;
  }

  private async settled(blocks: readonly Promise<void>[]): Promise<void> {
    await Promise.all(blocks);
    if (this.error) throw this.error;
  }

  private flush(): void {
    const { block, filled } = this;
    if (!block) return;
    this.block = null;
    this.filled = 0;
    const bytes = block.subarray(0, filled);
    this.writing = this.writing.then(() => this.write(bytes)).catch((error: Error) => void (this.error ??= error));
    this.pending.push(Promise.all([this.writing, this.sums.add(bytes)]).then(() => bufferPool.release(block)));
  }

  private async write(block: Uint8Array): Promise<void> {
    if (!this.error && !this.mayWrite()) throw new LeaseLostError();
    for (let done = 0; done < block.length && !this.error;) {
      const { bytesWritten } = await this.file.write(block, done, block.length - done, this.at);
      this.at += bytesWritten;
      done += bytesWritten;
    }
  }
}

/**
 * Passes all chunks of `source` to `take`, which copies them and may return a promise for back pressure. Uses events, because an
 * iterator's promises cost more than the copies.
 * @param isOwned frees each chunk at once, which spares the garbage collector gigabytes. Only if nothing else uses the chunks
 * @throws errors of `take` and `source`. Then the source is paused, not destroyed
 */
export const pumpInto = (
  source: Readable,
  take: (chunk: Buffer) => Promise<void> | null,
  isOwned = false,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      source.off('data', onData);
      removeListeners();
      settle();
    };
    const fail = (error: unknown) => {
      source.pause();
      finish(() => reject(error));
    };
    const onData = (chunk: Buffer) => {
      try {
        const ready = take(chunk);
        if (isOwned) freeMemory(chunk);
        if (!ready) return;
        source.pause();
        ready.then(() => source.resume(), fail);
      } catch (error) {
        fail(error);
      }
    };
    const removeListeners = finished(source, { writable: false }, (error) =>
      finish(() => (error ? reject(error) : resolve())),
    );
    source.on('data', onData);
  });

/** Only chunks with a buffer of their own; others share theirs. */
const freeMemory = ({ buffer, byteLength }: Buffer): void => {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
};
