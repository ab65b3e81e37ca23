import { createHash, type Hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { crc32 } from 'node:zlib';

/*
 * One thread's share of the sums of files that come in, piece by piece and of many files in turn. It imports nothing of ours, so
 * that it runs as it stands here, and built.
 */

/** A .safetensors file begins with the length of its header in eight bytes, the lowest first. */
const LENGTH_BYTES = 8;
const READ_AT_ONCE = 1024 * 1024;

export type ChecksumKind = 'whole' | 'weights';
/** Answered in turn, with null for a file that this thread does not know. */
export type ChecksumRequest = { readonly call: number; readonly file: number } & (
  | { readonly begin: true }
  | { readonly add: Uint8Array }
  /** From the beginning up to there; nothing else is asked of this file meanwhile. */
  | { readonly read: string; readonly end: number }
  | { readonly tell: true }
  | { readonly forget: true }
);
export interface ChecksumResult {
  /** Null where no weights have come. */
  readonly sha256: string | null;
  readonly crc32: number;
}
export interface Answer {
  readonly call: number;
  readonly told: ChecksumResult | null;
}

interface Sum {
  add(bytes: Uint8Array): void;
  /** More may come afterwards. */
  tell(): ChecksumResult;
}

class Whole implements Sum {
  private readonly hash = createHash('sha256');
  private crc = 0;

  add(bytes: Uint8Array): void {
    this.hash.update(bytes);
    this.crc = crc32(bytes, this.crc);
  }

  tell(): ChecksumResult {
    return { sha256: this.hash.copy().digest('hex'), crc32: this.crc };
  }
}

/** What follows the header. */
class Weights implements Sum {
  private readonly hash: Hash = createHash('sha256');
  private readonly length = Buffer.alloc(LENGTH_BYTES);
  private seen = 0;

  add(bytes: Uint8Array): void {
    if (this.seen < LENGTH_BYTES) this.length.set(bytes.subarray(0, LENGTH_BYTES - this.seen), this.seen);
    const skip = Math.max(0, this.headerEnd() - this.seen);
    this.seen += bytes.length;
    if (this.seen >= LENGTH_BYTES && skip < bytes.length) this.hash.update(bytes.subarray(skip));
  }

  tell(): ChecksumResult {
    const hasSome = this.seen >= LENGTH_BYTES && this.seen >= this.headerEnd();
    return { sha256: hasSome ? this.hash.copy().digest('hex') : null, crc32: 0 };
  }

  private headerEnd(): number {
    return LENGTH_BYTES + Number(this.length.readBigUInt64LE());
  }
}

const NOTHING: ChecksumResult = { sha256: null, crc32: 0 };

class Desk {
  private readonly sums = new Map<number, Sum>();
  private readonly checksumKind: ChecksumKind;

  constructor(checksumKind: ChecksumKind) {
    this.checksumKind = checksumKind;
  }

  async do(checksumRequest: ChecksumRequest): Promise<ChecksumResult | null> {
    if ('begin' in checksumRequest) {
      this.sums.set(checksumRequest.file, this.checksumKind === 'whole' ? new Whole() : new Weights());
      return NOTHING;
    }
    const sum = this.sums.get(checksumRequest.file);
    if (!sum) return null;
    if ('tell' in checksumRequest) return sum.tell();
    if ('add' in checksumRequest) sum.add(checksumRequest.add);
    else if ('read' in checksumRequest) await readInto(sum, checksumRequest.read, checksumRequest.end);
    else this.lose(checksumRequest.file);
    return NOTHING;
  }

  lose(file: number): void {
    this.sums.delete(file);
  }
}

/** Others get their turn between two blocks. */
const readInto = async (sum: Sum, path: string, end: number): Promise<void> => {
  const [file, block] = [await open(path), Buffer.allocUnsafeSlow(READ_AT_ONCE)];
  try {
    for (let at = 0; at < end;) {
      const { bytesRead } = await file.read(block, 0, Math.min(READ_AT_ONCE, end - at), at);
      if (bytesRead === 0) throw new Error('An upload is shorter than it was.');
      sum.add(block.subarray(0, bytesRead));
      at += bytesRead;
    }
  } finally {
    await file.close();
  }
};

const desk = new Desk((workerData as { share: ChecksumKind }).share);
parentPort?.on('message', (checksumRequest: ChecksumRequest) => {
  const answer = (told: ChecksumResult | null) =>
    parentPort?.postMessage({ call: checksumRequest.call, told } satisfies Answer);
  void desk.do(checksumRequest).then(answer, () => {
    desk.lose(checksumRequest.file);
    answer(null);
  });
});
