import { expect, it } from '@jest/globals';
import { FIRST_CHUNK_BYTES, nextChunkBytes } from './tus-upload.js';

const MIB = 1024 ** 2;

it.each([
  ['doubles on a fast connection', 100 * MIB, [16, 32, 64, 64, 64]],
  ['is limited to four seconds of transfer', 5 * MIB, [16, 20, 20, 20, 20]],
  ['stays at the minimum on a slow connection', 0.1 * MIB, [8, 8, 8, 8, 8]],
])('[M113] the chunk size %s', (_what, perSecond, sizes) => {
  let bytes = FIRST_CHUNK_BYTES;
  const next = () => (bytes = nextChunkBytes(bytes, (bytes / perSecond) * 1000));
  expect(sizes.map(() => Math.round(next() / MIB))).toEqual(sizes);
});

it('[M113] an instant first chunk, or one on a connection that was fast before, has a size', () => {
  expect(nextChunkBytes(FIRST_CHUNK_BYTES, 0)).toBe(16 * MIB);
  expect(nextChunkBytes(64 * MIB, 60_000)).toBe(FIRST_CHUNK_BYTES);
});
