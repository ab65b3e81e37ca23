import { expect, it } from '@jest/globals';
import { BufferPool } from './buffer-pool.js';

const MIB = 1024 ** 2;

it('[M130] large blocks take at most 24 MiB when many uploads run at once', () => {
  const bufferPool = new BufferPool();
  const taken = Array.from({ length: 40 }, () => bufferPool.acquire());
  const large = taken.filter(({ length }) => length > MIB);
  const bytes = (some: readonly Buffer[]) => some.reduce((sum, { length }) => sum + length, 0);
  expect([bytes(large), bytes(taken)]).toEqual([24 * MIB, 24 * MIB + 28 * (MIB / 4)]);
  for (const block of taken) bufferPool.release(block);
  const again = Array.from({ length: 12 }, () => bufferPool.acquire());
  expect(bytes(again)).toBe(24 * MIB);
  expect(again.filter((block) => taken.includes(block))).toHaveLength(4);
  expect(bufferPool.acquire().length).toBe(MIB / 4);
});
