import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ByteRange } from '../blob-store.js';

/** What all streams together read ahead, about, whatever their readers take. */
const BUDGET_BYTES = 8 * 1024 * 1024;
const AT_MOST = 256 * 1024;
const AT_LEAST = 32 * 1024;

/** Streams of files that read much at once while they are few, and little while they are many: memory has its end. */
export class ReadAhead {
  private open = 0;

  /** Closes the file at its end. */
  stream(file: FileHandle, { from, to }: ByteRange): Readable {
    if (to < from) {
      void file.close();
      return Readable.from([]);
    }
    this.open++;
    const highWaterMark = Math.max(AT_LEAST, Math.min(AT_MOST, Math.floor(BUDGET_BYTES / this.open)));
    const stream = file.createReadStream({ start: from, end: to, highWaterMark });
    return stream.once('close', () => this.open--);
  }
}
