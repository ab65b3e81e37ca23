import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { truncatedError, FileFormatError } from '../fault.js';

const WINDOW_BYTES = 64 * 1024;

/** Random access to a file through a small window, so that gigabytes of weights are skipped without reading them. */
export class FileBytes {
  private windowStart = 0;

  private constructor(
    /** Undefined for bytes in memory, which the window holds whole. */
    private readonly descriptor: number | undefined,
    readonly length: number,
    private window: Buffer = Buffer.alloc(0),
  ) {}

  static of(bytes: Buffer): FileBytes {
    return new FileBytes(undefined, bytes.length, bytes);
  }

  /** @throws Error of the file system; RangeError when it is not a regular file */
  static open(path: string): FileBytes {
    const descriptor = openSync(path, 'r');
    const stats = fstatSync(descriptor);
    if (stats.isFile()) return new FileBytes(descriptor, stats.size);
    closeSync(descriptor);
    throw new FileFormatError('it isn’t a regular file', { reasonKey: 'notRegularFile' });
  }

  /** @throws RangeError past the end */
  byteAt(offset: number): number {
    const position = offset - this.windowStart;
    if (position >= 0 && position < this.window.length) return this.window[position]!;
    this.window = this.copy(offset, Math.min(WINDOW_BYTES, this.length - offset));
    this.windowStart = offset;
    return this.window[0]!;
  }

  /** @throws RangeError past the end */
  slice(offset: number, length: number): Buffer {
    const position = offset - this.windowStart;
    if (position >= 0 && position + length <= this.window.length) {
      return this.window.subarray(position, position + length);
    }
    return this.copy(offset, length);
  }

  /**
   * A copy of the bytes.
   * @throws RangeError past the end
   */
  copy(offset: number, length: number): Buffer {
    if (!(offset >= 0 && length >= 0 && offset + length <= this.length) || (length === 0 && offset >= this.length)) {
      throw this.endError(offset + length);
    }
    const bytes = Buffer.allocUnsafeSlow(length);
    this.fill(bytes, offset);
    return bytes;
  }

  /**
   * Fills the whole buffer from this offset.
   * @throws RangeError past the end
   */
  fill(target: Buffer, offset: number): void {
    const { length } = target;
    if (offset + length > this.length) throw this.endError(offset + length);
    if (this.descriptor === undefined) return void this.window.copy(target, 0, offset, offset + length);
    for (let filled = 0; filled < length;) {
      const read = readSync(this.descriptor, target, filled, Math.min(length - filled, 1 << 30), offset + filled);
      if (read === 0) throw truncatedError('it became shorter while it was read', offset + filled);
      filled += read;
    }
  }

  private endError(requested: number): FileFormatError {
    return truncatedError(`it ends at ${this.length} bytes, before ${requested}`, this.length);
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
  }
}
