import { describe, expect, it } from '@jest/globals';
import type { PoolEntryView, PoolView } from '@visionary/contract';
import { hitRatio, loadedModelKey, evictionRank, poolUsage } from './pool-usage.js';

const entry = (model: string, bytes: number, lastUsedAt: number, leases = 0): PoolEntryView => ({
  ...{ model, loras: [], bytes, leases, loadMs: 1000, lastUsedAt },
});
const pool = (entries: PoolEntryView[], budgetBytes: number): PoolView => ({
  ...{ entries, budgetBytes, rssBytes: 0, hits: 3, misses: 1, evictions: 0, outOfMemory: 0, loadSeconds: 1 },
});

describe('the model pool', () => {
  it('[B251] shares the budget by size, and never more than all of it', () => {
    const usage = poolUsage({ ...pool([entry('a', 25, 1), entry('b', 50, 2, 1)], 100), reservedBytes: 10 });
    expect(usage.parts.map(({ key, share, ink }) => [key, share, ink])).toEqual([
      ['b', 0.5, 1],
      ['a', 0.25, 2],
    ]);
    expect(usage).toMatchObject({ reservedShare: 0.1, modelBytes: 75, reservedBytes: 10, freeBytes: 15 });
    const over = poolUsage({ ...pool([entry('a', 150, 1), entry('b', 50, 2)], 100), reservedBytes: 50 });
    expect(over.parts.reduce((sum, { share }) => sum + share, over.reservedShare)).toBe(1);
    expect(over.freeBytes).toBe(0);
    expect(poolUsage(pool([], 0))).toMatchObject({ parts: [], reservedShare: 0, freeBytes: 0 });
  });

  it('evicts the least recently used first, and never a model that a take uses', () => {
    const [a, b, c] = [entry('a', 1, 3), entry('b', 1, 1, 1), entry('c', 1, 2)];
    expect([a, b, c].map((one) => evictionRank(one, [a, b, c]))).toEqual([1, null, 0]);
  });

  it('names a model with its LoRAs, and counts cache hits', () => {
    expect(loadedModelKey({ ...entry('a', 1, 1), loras: [{ id: 'ink', weight: 0.8 }] })).toBe('a + ink:0.8');
    expect(hitRatio(pool([], 1))).toBe(0.75);
    expect(hitRatio({ ...pool([], 1), hits: 0, misses: 0 })).toBeNull();
  });
});
