import { createHash, randomFillSync } from 'node:crypto';
import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

const MIB = 1024 ** 2;
const BLOCK_BYTES = 4 * MIB;

/**
 * Valid weights: one tensor of finite numbers, with all blocks different.
 * @returns {Promise<{path: string, bytes: number, sha256: string, crc32: number}>}
 */
export async function makeFile(path, mib) {
  const length = Math.round(mib * MIB);
  const header = JSON.stringify({ weights: { dtype: 'F32', shape: [length / 4], data_offsets: [0, length] } });
  const head = Buffer.alloc(8 + Math.ceil(header.length / 8) * 8, ' ');
  head.writeBigUInt64LE(BigInt(head.length - 8));
  head.write(header, 8);
  const [file, hash] = [await open(path, 'wx'), createHash('sha256')];
  let sum = 0;
  const add = async (bytes) => {
    hash.update(bytes);
    sum = crc32(bytes, sum);
    await file.write(bytes);
  };
  await add(head);
  for (let left = length; left > 0; left -= BLOCK_BYTES) {
    const block = randomFillSync(Buffer.alloc(Math.min(BLOCK_BYTES, left)));
    // The exponent of small numbers: none is infinite or NaN.
    for (let at = 3; at < block.length; at += 4) block[at] &= 0xbf;
    await add(block);
  }
  await file.close();
  return { path, bytes: head.length + length, sha256: hash.digest('hex'), crc32: sum };
}
