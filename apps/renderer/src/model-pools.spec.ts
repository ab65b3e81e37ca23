import { describe, expect, it } from '@jest/globals';
import { joined } from './model-pools.js';

const counters = { hits: 1, misses: 0, evictions: 0, outOfMemory: 0, loadSeconds: 1 };
const about = { modelDir: '/m', modelName: 'm', loras: [], isAdaptable: false };
const entry = (bytes: number) => ({ about, bytes, leases: 0, loadMs: 1, lastUsedAt: bytes });
const report = (bytes: number, budgetBytes: number, rssBytes: number) => ({
  ...{ ...counters, entries: [entry(bytes)], budgetBytes, reservedBytes: 2, rssBytes },
});

describe('joined', () => {
  it('[E106] names the memory of a card apart, as a part of the whole', () => {
    const whole = joined(report(10, 100, 40), report(30, 200, 35));
    expect(whole).toMatchObject({
      ...{ budgetBytes: 300, reservedBytes: 4, rssBytes: 40, hits: 2 },
      device: { budgetBytes: 200, bytes: 30, reservedBytes: 2, usedBytes: 35 },
    });
    expect(joined(report(10, 100, 40), report(30, 200, 0)).device).not.toHaveProperty('usedBytes');
    expect(joined(report(10, 100, 40), undefined)).not.toHaveProperty('device');
  });
});
