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
  private filledBytes = 0;
  private error: Error | null = null;
  private writing: Promise<void> = Promise.resolve();
  private readonly pending: Promise<void>[] = [];

  /** @param offset current end of the file. The checksums include everything before it */
  constructor(
    private readonly file: FileHandle,
    private offset: number,
    private readonly checksums: StreamingChecksums,
    /** Checked before each block, because a paused process may have lost its lease. */
    private readonly mayWrite: () => boolean = () => true,
  ) {}

  /** End of the file. */
  get position(): number {
    return this.offset;
  }

  /** Copies the bytes. @returns a promise to wait for before the next push, or null. It rejects with errors of the disk */
  push(bytes: Uint8Array): Promise<void> | null {
    for (let from = 0; from < bytes.length;) {
      const block = (this.block ??= bufferPool.acquire());
      const part = bytes.subarray(from, from + block.length - this.filledBytes);
      copyBytes(block, part, this.filledBytes);
      this.filledBytes += part.length;
      from += part.length;
      if (this.filledBytes === block.length) this.flush();
    }
    return this.pending.length < MAX_PENDING_BLOCKS
      ? null
      : this.waitFor(this.pending.splice(0, this.pending.length + 1 - MAX_PENDING_BLOCKS));
  }

  /** Writes and hashes the rest. @returns the end of the file. @throws errors of the disk */
  async end(): Promise<number> {
    this.flush();
    await this.waitFor(this.pending.splice(0));
    return this.offset;
  }

  private async waitFor(blocks: readonly Promise<void>[]): Promise<void> {
    await Promise.all(blocks);
    if (this.error) throw this.error;
  }

  private flush(): void {
    const { block, filledBytes } = this;
    if (!block) return;
    this.block = null;
    this.filledBytes = 0;
    const bytes = block.subarray(0, filledBytes);
    this.writing = this.writing.then(() => this.write(bytes)).catch((error: Error) => void (this.error ??= error));
    this.pending.push(Promise.all([this.writing, this.checksums.add(bytes)]).then(() => bufferPool.release(block)));
  }

  private async write(block: Uint8Array): Promise<void> {
    if (!this.error && !this.mayWrite()) throw new LeaseLostError();
    for (let written = 0; written < block.length && !this.error;) {
      const { bytesWritten } = await this.file.write(block, written, block.length - written, this.offset);
      this.offset += bytesWritten;
      written += bytesWritten;
    }
  }
}

/**
 * Passes all chunks of `source` to `consume`, which copies them and may return a promise for back pressure. Uses events, because an
 * iterator's promises cost more than the copies.
 * @param isOwned frees each chunk at once, which spares the garbage collector gigabytes. Only if nothing else uses the chunks
 * @throws errors of `consume` and `source`. Then the source is paused, not destroyed
 */
export const pumpInto = (
  source: Readable,
  consume: (chunk: Buffer) => Promise<void> | null,
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
        const ready = consume(chunk);
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
