import type { FileHandle } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import type { ByteRange } from '../blob-store.js';
import { writeFully } from '../write-fully.js';

/** Approximate read-ahead of all downloads together. */
const BUDGET_BYTES = 4 * 1024 * 1024;
const MAX_BUFFER_BYTES = 256 * 1024;
const MIN_BUFFER_BYTES = 32 * 1024;

/**
 * Streams files with two reused buffers per download, one being filled while the other is sent. Node's streams allocate
 * a buffer per chunk, which takes twice the time and much more memory. Fewer downloads get larger buffers.
 */
export class FileStreamer {
  private activeStreams = 0;

  /** Closes the file at the end. */
  async stream(file: FileHandle, { from, to }: ByteRange, sink: Writable): Promise<void> {
    this.activeStreams++;
    const size = Math.max(MIN_BUFFER_BYTES, Math.min(MAX_BUFFER_BYTES, Math.floor(BUDGET_BYTES / this.activeStreams)));
    try {
      await copyRange(file, from, to + 1, sink, Math.min(size, Math.max(0, to + 1 - from)));
    } finally {
      this.activeStreams--;
      await file.close();
    }
  }
}

const copyRange = async (file: FileHandle, from: number, end: number, sink: Writable, size: number): Promise<void> => {
  let [filling, sending] = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)];
  let sent: Promise<void> = Promise.resolve();
  for (let position = from; position < end;) {
    const { bytesRead } = await file
      .read(filling, 0, Math.min(size, end - position), position)
      .catch(async (error: unknown) => {
        await sent.catch(() => undefined);
        throw error;
      });
    await sent;
    if (bytesRead === 0) throw new Error('A stored file was truncated while it was read.');
    position += bytesRead;
    sent = writeFully(sink, filling.subarray(0, bytesRead));
    // Awaited in the next iteration, so an early rejection must not count as unhandled.
    sent.catch(() => undefined);
    [filling, sending] = [sending, filling];
  }
  await sent;
};
