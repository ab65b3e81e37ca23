const MIB = 1024 * 1024;
/** Large, because each block wakes three threads. */
export const BLOCK_BYTES = 2 * MIB;
/** Uploads beyond these blocks get small ones. */
const MAX_LARGE_BLOCKS = 12;
const SMALL_BYTES = 256 * 1024;
const MAX_IDLE_BLOCKS = 4;

/** Reuses shared memory without clearing it, because fresh memory would grow faster than the garbage collector frees it. */
export class BufferPool {
  private readonly idle: Buffer[] = [];
  private largeBlockCount = 0;

  /** Must be released. */
  acquire(): Buffer {
    if (this.largeBlockCount >= MAX_LARGE_BLOCKS) return Buffer.from(new SharedArrayBuffer(SMALL_BYTES));
    this.largeBlockCount++;
    return this.idle.pop() ?? Buffer.from(new SharedArrayBuffer(BLOCK_BYTES));
  }

  release(block: Buffer): void {
    if (block.length !== BLOCK_BYTES) return;
    this.largeBlockCount--;
    if (this.idle.length < MAX_IDLE_BLOCKS) this.idle.push(block);
  }
}

export const bufferPool = new BufferPool();

/** Uses `fill`, because `set` and `copy` into shared memory are up to eight times slower. */
export const copyBytes = (block: Buffer, bytes: Uint8Array, at: number): void => {
  block.fill(bytes, at, at + bytes.length);
};
