import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planEviction, PoolPolicy } from './pool-policy.js';

const item = (key: string, bytes: number, leases = 0) => ({ key, bytes, leases });

describe('[E10] planEviction', () => {
  it('evicts the least recently used items, and none while there is room', () => {
    const items = [item('a', 3), item('b', 3), item('c', 3)];
    expect(planEviction(items, 10, 1)).toEqual({ kind: 'room', evicts: [] });
    expect(planEviction(items, 10, 2)).toEqual({ kind: 'room', evicts: ['a'] });
    expect(planEviction(items, 10, 6)).toEqual({ kind: 'room', evicts: ['a', 'b'] });
  });

  it('never evicts leased items', () => {
    const items = [item('a', 3, 1), item('b', 3), item('c', 3)];
    expect(planEviction(items, 10, 4)).toEqual({ kind: 'room', evicts: ['b'] });
    expect(planEviction(items, 10, 8)).toEqual({ kind: 'blocked', evicts: ['b', 'c'] });
    expect(planEviction(items, 10, 11)).toEqual({ kind: 'never', evicts: ['b', 'c'] });
  });

  it('spares small items when a large one must be evicted anyway', () => {
    expect(planEviction([item('small', 1), item('large', 8)], 10, 7)).toEqual({ kind: 'room', evicts: ['large'] });
  });

  it('frees enough, evicts no more than needed, and never leased items', () => {
    const anItem = fc.record({ bytes: fc.integer({ min: 1, max: 50 }), leases: fc.integer({ min: 0, max: 1 }) });
    fc.assert(
      fc.property(fc.array(anItem, { maxLength: 8 }), fc.integer({ min: 1, max: 60 }), (found, bytes) => {
        const items = found.map((one, i) => ({ key: `m${i}`, ...one }));
        const room = planEviction(items, 100, bytes);
        const left = (gone: readonly string[]) =>
          items.filter(({ key }) => !gone.includes(key)).reduce((total, one) => total + one.bytes, bytes);
        expect(items.some(({ key, leases }) => leases > 0 && room.evicts.includes(key))).toBe(false);
        if (room.kind !== 'room') return expect(left(room.evicts)).toBeGreaterThan(100);
        expect(left(room.evicts)).toBeLessThanOrEqual(100);
        for (const spared of room.evicts) {
          expect(left(room.evicts.filter((key) => key !== spared))).toBeGreaterThan(100);
        }
      }),
    );
  });
});

describe('[E10] PoolPolicy', () => {
  it('keeps the most recently used items', () => {
    const policy = new PoolPolicy(3);
    const hits = [...'abcadab'].map((key) => policy.reserve(key, 1).isHit);
    expect(hits).toEqual([false, false, false, true, false, true, false]);
    expect(policy.items.map(({ key }) => key)).toEqual(['d', 'a', 'b']);
    expect(() => policy.reserve('x', 4)).toThrow(RangeError);
  });
});
