import { promisify } from 'node:util';
import { constants, crc32, deflateRaw } from 'node:zlib';

/** A deflated prefix (RFC 1951) without a final block, so that more can follow. */
export interface DeflatedPrefix {
  readonly blocks: Buffer;
  readonly crc: number;
  readonly length: number;
}

/** The gzip header (RFC 1952): no name, no time, made on Unix. */
const HEAD = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
const MAX_STORED = 0xffff;
const deflate = promisify<Buffer, object, Buffer>(deflateRaw);

export const deflatePrefix = async (text: Buffer): Promise<DeflatedPrefix> => ({
  // Z_SYNC_FLUSH ends on a byte boundary, where another block can follow.
  blocks: await deflate(text, { finishFlush: constants.Z_SYNC_FLUSH }),
  crc: crc32(text),
  length: text.byteLength,
});

/** A complete gzip file of prefix and tail. The tail is stored uncompressed, which costs almost nothing. */
export const gzipWithSuffix = ({ blocks, crc, length }: DeflatedPrefix, tail: Buffer): Buffer => {
  const parts: Buffer[] = [HEAD, blocks];
  for (let at = 0; at === 0 || at < tail.byteLength; at += MAX_STORED) {
    const stored = tail.subarray(at, at + MAX_STORED);
    const head = Buffer.alloc(5);
    head.writeUInt8(at + MAX_STORED >= tail.byteLength ? 1 : 0, 0);
    head.writeUInt16LE(stored.byteLength, 1);
    head.writeUInt16LE(~stored.byteLength & 0xffff, 3);
    parts.push(head, stored);
  }
  const end = Buffer.alloc(8);
  end.writeUInt32LE(crc32(tail, crc), 0);
  end.writeUInt32LE((length + tail.byteLength) >>> 0, 4);
  return Buffer.concat([...parts, end]);
};
