import { createHash, type Hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { crc32 } from 'node:zlib';

/*
 * Computes one kind of checksum for many files at once. It imports nothing of this project, so that it runs both built and as
 * source.
 */

/** A .safetensors file begins with the length of its header, a little-endian 64-bit integer. */
const LENGTH_BYTES = 8;
const READ_BYTES = 1024 * 1024;

export type ChecksumKind = 'whole' | 'weights';

/** Answered in order, with null for an unknown file. */
export type ChecksumRequest = { readonly call: number; readonly file: number } & (
  | { readonly begin: true }
  | { readonly add: Uint8Array }
  /** Reads the first `end` bytes. No other request for the file may run meanwhile. */
  | { readonly read: string; readonly end: number }
  | { readonly finish: true }
  | { readonly forget: true }
);

export interface ChecksumResult {
  /** Null without weights. */
  readonly sha256: string | null;
  readonly crc32: number;
}

export interface ChecksumReply {
  readonly call: number;
  readonly result: ChecksumResult | null;
}

interface Checksum {
  add(bytes: Uint8Array): void;
  /** More bytes may be added afterwards. */
  result(): ChecksumResult;
}

class WholeChecksum implements Checksum {
  private readonly hash = createHash('sha256');
  private crc = 0;

  add(bytes: Uint8Array): void {
    this.hash.update(bytes);
    this.crc = crc32(bytes, this.crc);
  }

  result(): ChecksumResult {
    return { sha256: this.hash.copy().digest('hex'), crc32: this.crc };
  }
}

/** Skips the header. */
class WeightsChecksum implements Checksum {
  private readonly hash: Hash = createHash('sha256');
  private readonly length = Buffer.alloc(LENGTH_BYTES);
  private byteCount = 0;

  add(bytes: Uint8Array): void {
    if (this.byteCount < LENGTH_BYTES) {
      this.length.set(bytes.subarray(0, LENGTH_BYTES - this.byteCount), this.byteCount);
    }
    const skip = Math.max(0, this.headerEnd() - this.byteCount);
    this.byteCount += bytes.length;
    if (this.byteCount >= LENGTH_BYTES && skip < bytes.length) this.hash.update(bytes.subarray(skip));
  }

  result(): ChecksumResult {
    const hasWeights = this.byteCount >= LENGTH_BYTES && this.byteCount >= this.headerEnd();
    return { sha256: hasWeights ? this.hash.copy().digest('hex') : null, crc32: 0 };
  }

  private headerEnd(): number {
    return LENGTH_BYTES + Number(this.length.readBigUInt64LE());
  }
}

const DONE: ChecksumResult = { sha256: null, crc32: 0 };
const { kind } = workerData as { kind: ChecksumKind };
const checksums = new Map<number, Checksum>();

const handle = async (request: ChecksumRequest): Promise<ChecksumResult | null> => {
  if ('begin' in request) {
    checksums.set(request.file, kind === 'whole' ? new WholeChecksum() : new WeightsChecksum());
    return DONE;
  }
  const checksum = checksums.get(request.file);
  if (!checksum) return null;
  if ('finish' in request) return checksum.result();
  if ('add' in request) checksum.add(request.add);
  else if ('read' in request) await readInto(checksum, request.read, request.end);
  else checksums.delete(request.file);
  return DONE;
};

/** Other files are served between two blocks. */
const readInto = async (checksum: Checksum, path: string, end: number): Promise<void> => {
  const [file, block] = [await open(path), Buffer.allocUnsafeSlow(READ_BYTES)];
  try {
    for (let at = 0; at < end;) {
      const { bytesRead } = await file.read(block, 0, Math.min(READ_BYTES, end - at), at);
      if (bytesRead === 0) throw new Error('An upload is shorter than recorded.');
      checksum.add(block.subarray(0, bytesRead));
      at += bytesRead;
    }
  } finally {
    await file.close();
  }
};

parentPort?.on('message', (request: ChecksumRequest) => {
  const reply = (result: ChecksumResult | null) =>
    parentPort?.postMessage({ call: request.call, result } satisfies ChecksumReply);
  void handle(request).then(reply, () => {
    checksums.delete(request.file);
    reply(null);
  });
});
