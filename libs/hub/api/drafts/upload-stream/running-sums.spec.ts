import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { Random } from '../../../../../tests/support/random.js';
import { ChecksumWorkers } from './checksum-workers.js';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

it('[M22] sums are of the whole, however it is cut, and of the weights without their header', async () => {
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
      // Asking in between changes nothing.
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
