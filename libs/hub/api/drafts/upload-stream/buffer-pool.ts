const MIB = 1024 * 1024;
/** So much is written and hashed at once: each block wakes three threads. */
export const BLOCK_BYTES = 2 * MIB;
/** Where many upload at once each gets less: this is all that large blocks take, however many do. */
const LARGE_AT_MOST = 12;
const SMALL_BYTES = 256 * 1024;
const KEPT_AT_MOST = 4;

/** Memory that threads share. What stood in it stands there still: new memory for each would grow faster than it is cleared away. */
export class BufferPool {
  private readonly idle: Buffer[] = [];
  private large = 0;

  /** To be given back. */
  take(): Buffer {
    if (this.large >= LARGE_AT_MOST) return Buffer.from(new SharedArrayBuffer(SMALL_BYTES));
    this.large++;
    return this.idle.pop() ?? Buffer.from(new SharedArrayBuffer(BLOCK_BYTES));
  }

  giveBack(block: Buffer): void {
    if (block.length !== BLOCK_BYTES) return;
    this.large--;
    if (this.idle.length < KEPT_AT_MOST) this.idle.push(block);
  }
}

/** Those of this process. */
export const bufferPool = new BufferPool();

/** By `fill`: `set` and `copy` go word by word into memory that threads share, which takes up to eight times as long. */
export const copyBytes = (block: Buffer, bytes: Uint8Array, at: number): void => {
  block.fill(bytes, at, at + bytes.length);
};
