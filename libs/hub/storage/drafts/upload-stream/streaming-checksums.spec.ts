import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { Random } from '../../../../../tests/support/random.js';
import { ChecksumWorkers } from './streaming-checksums.js';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

it('[M22] checksums cover the whole file and the weights without their header when the file comes in any chunks', async () => {
  const threads = new ChecksumWorkers();
  const seed = Number(process.env['SEED'] ?? Date.now() % 1e9);
  const random = new Random(seed);
  for (let round = 0; round < 50; round++) {
    const header = random.below(40);
    const bytes = Buffer.from(Array.from({ length: 8 + header + random.below(100) }, () => random.below(256)));
    bytes.writeBigUInt64LE(BigInt(header));
    const sums = threads.begin('a.safetensors');
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + 1 + random.below(12));
      void sums.add(part);
      at += part.length;
      // An intermediate result changes nothing.
      void sums.result();
    }
    const expected = { sha256: sha256(bytes), weightsHash: sha256(bytes.subarray(8 + header)), crc32: crc32(bytes) };
    expect({ seed, ...(await sums.result()) }).toEqual({ seed, ...expected });
  }
  const short = threads.begin('a.safetensors');
  void short.add(Buffer.from([255, 255, 255, 255, 0, 0, 0, 0, 1]));
  expect((await short.result())?.weightsHash).toBeNull();
  await threads.onApplicationShutdown();
});
