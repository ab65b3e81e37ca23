import type { FileHandle } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import type { ByteRange } from '../blob-store.js';
import { writeFully } from '../write-fully.js';

/** Approximate read-ahead of all downloads together. */
const BUDGET_BYTES = 4 * 1024 * 1024;
const AT_MOST = 256 * 1024;
const AT_LEAST = 32 * 1024;

/**
 * Streams files with two reused buffers per download, one being filled while the other is sent. Node's streams allocate
 * a buffer per chunk, which takes twice the time and much more memory. Fewer downloads get larger buffers.
 */
export class FileStreamer {
  private flowing = 0;

  /** Closes the file at the end. */
  async flow(file: FileHandle, { from, to }: ByteRange, sink: Writable): Promise<void> {
    this.flowing++;
    const size = Math.max(AT_LEAST, Math.min(AT_MOST, Math.floor(BUDGET_BYTES / this.flowing)));
    try {
      await pump(file, from, to + 1, sink, Math.min(size, Math.max(0, to + 1 - from)));
    } finally {
      this.flowing--;
      await file.close();
    }
  }
}

const pump = async (file: FileHandle, from: number, end: number, sink: Writable, size: number): Promise<void> => {
  let [filling, sending] = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)];
  let sent: Promise<void> = Promise.resolve();
  for (let at = from; at < end;) {
    const { bytesRead } = await file.read(filling, 0, Math.min(size, end - at), at).catch(async (error: unknown) => {
      await sent.catch(() => undefined);
      throw error;
    });
    await sent;
    if (bytesRead === 0) throw new Error('A stored file was truncated while it was read.');
    at += bytesRead;
    sent = writeFully(sink, filling.subarray(0, bytesRead));
    // Awaited in the next iteration, so an early rejection must not count as unhandled.
    sent.catch(() => undefined);
    [filling, sending] = [sending, filling];
  }
  await sent;
};
