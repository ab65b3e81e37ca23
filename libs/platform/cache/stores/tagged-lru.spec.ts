import { expect, it } from '@jest/globals';
import { TaggedLruCache } from './tagged-lru.js';
import { L1Cache } from './l1-cache.js';

const cached = (text: string) => ({ bytes: Buffer.from(text) });
const TTL = { ttlMs: 1_000 };

it('[CA2] change drops exactly the entries with its tag', () => {
  const views = new TaggedLruCache(10_000, () => 0);
  views.put('one', cached('1'), { ...TTL, tags: ['a', 'b'] });
  views.put('two', cached('2'), { ...TTL, tags: ['b'] });
  views.drop('a');
  expect([views.get('one'), views.get('two')?.bytes.toString()]).toEqual([undefined, '2']);
  views.put('one', cached('3'), { ...TTL, tags: ['c'] });
  views.drop('a');
  expect(views.get('one')?.bytes.toString()).toBe('3');
});

it('[CA6] cache drops expired entries and stores none that is too large', () => {
  const clock = { ms: 0 };
  const views = new TaggedLruCache(1_000, () => clock.ms);
  views.put('one', cached('1'), { ...TTL, tags: ['a'] });
  views.put('large', cached('x'.repeat(2_000)), { ...TTL, tags: ['a'] });
  expect([views.get('one') !== undefined, views.get('large')]).toEqual([true, undefined]);
  clock.ms = 1_000;
  expect(views.get('one')).toBeUndefined();
});

it('[CA3] L1 cache ignores entries older than known changes, and a new epoch empties it', () => {
  const l1 = new L1Cache();
  const put = (view: string, epoch: string, changes: number) =>
    l1.put(view, cached(view), { ...TTL, epoch, changes, tags: ['a'] });
  put('first', 'x', 3);
  l1.applyChanges({ epoch: 'x', changes: 5, changedTags: ['b', 'c'] });
  put('slow', 'x', 4);
  put('new', 'x', 5);
  expect(['first', 'slow', 'new'].map((view) => l1.get(view) !== undefined)).toEqual([true, false, true]);
  l1.applyChanges({ epoch: 'x', changes: 6, changedTags: ['a'] });
  expect([l1.get('first'), l1.get('new')]).toEqual([undefined, undefined]);
  put('again', 'x', 6);
  l1.applyChanges({ epoch: 'y', changes: 6, changedTags: [] });
  expect(l1.get('again')).toBeUndefined();
  put('lost', 'y', 6);
  l1.applyChanges({ epoch: 'y', changes: 9_000, changedTags: null });
  expect(l1.get('lost')).toBeUndefined();
});
