import type { Checksums } from '../../../domain/drafts/draft-files.js';
import type { ChecksumWorker } from './checksum-worker.js';
import type { ChecksumResult } from './checksum-worker-thread.js';

/** SHA-256 and CRC-32 of a file as it comes in, and SHA-256 of a .safetensors file's weights by themselves, made in threads. */
export class StreamingChecksums {
  private seen = 0;
  private isLost = false;

  constructor(
    private readonly file: number,
    private readonly whole: ChecksumWorker,
    /** Null where there are none. */
    private readonly weights: ChecksumWorker | null,
  ) {
    void this.askBoth((thread) => thread.ask({ file, begin: true }));
  }

  /** So many bytes of the file are in it; null: that is lost, and the file is to be read. */
  get at(): number | null {
    return this.isLost ? null : this.seen;
  }

  /** @param bytes in memory that threads share. @returns when they are needed no more */
  async add(bytes: Uint8Array): Promise<void> {
    this.seen += bytes.length;
    await this.askBoth((thread) => thread.ask({ file: this.file, add: bytes }));
  }

  /** Of a file that lies there, nothing of which was added. */
  async read(path: string, end: number): Promise<void> {
    this.seen = end;
    await this.askBoth((thread) => thread.ask({ file: this.file, read: path, end }));
  }

  /** More may come afterwards. @returns null where they are lost */
  async result(): Promise<Checksums | null> {
    const [whole, weights] = await this.askBoth((thread) => thread.ask({ file: this.file, tell: true }));
    if (this.isLost || !whole?.sha256) return null;
    return { sha256: whole.sha256, weightsHash: weights?.sha256 ?? null, crc32: whole.crc32 };
  }

  /** Nothing is asked of it any more. */
  forget(): void {
    if (!this.isLost) void this.askBoth((thread) => thread.ask({ file: this.file, forget: true }));
    this.isLost = true;
  }

  private async askBoth(
    ask: (thread: ChecksumWorker) => Promise<ChecksumResult | null>,
  ): Promise<(ChecksumResult | null)[]> {
    const threads = this.weights ? [this.whole, this.weights] : [this.whole];
    const told = await Promise.all(threads.map(ask));
    if (told.includes(null)) this.isLost = true;
    return told;
  }
}
