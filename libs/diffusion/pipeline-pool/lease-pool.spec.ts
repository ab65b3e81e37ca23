import { beforeEach, describe, expect, it } from '@jest/globals';
import { LeasePool } from './lease-pool.js';

describe('LeasePool', () => {
  let disposed: string[];
  let loads: string[];
  let pool: LeasePool<string>;
  const acquire = (key: string) => pool.acquire(key, () => (loads.push(key), Promise.resolve(key)));

  beforeEach(() => {
    disposed = [];
    loads = [];
    pool = new LeasePool<string>({ capacity: 2, dispose: (value) => Promise.resolve(void disposed.push(value)) });
  });

  it('loads once when two callers request the same key', async () => {
    await Promise.all([acquire('a'), acquire('a')]);
    expect(loads).toEqual(['a']);
  });

  it('evicts the least recently used value', async () => {
    for (const key of ['a', 'b', 'a', 'c']) (await acquire(key)).release();
    expect(disposed).toEqual(['b']);
    expect(pool.has('a')).toBe(true);
  });

  it('never evicts a leased value, but evicts it after its release', async () => {
    const a = await acquire('a');
    const b = await acquire('b');
    const c = await acquire('c');
    expect(disposed).toEqual([]);
    for (const lease of [a, b, c]) lease.release();
    await acquire('d');
    expect(disposed).toEqual(['a', 'b']);
  });

  it('counts a lease once when it is released twice', async () => {
    const first = await acquire('a');
    await acquire('a');
    first.release();
    first.release();
    await acquire('b');
    await acquire('c');
    expect(disposed).toEqual([]);
  });

  it('keeps nothing when a load fails, for any waiting caller', async () => {
    const fail = () => pool.acquire('x', () => Promise.reject(new Error('broken file')));
    const outcomes = await Promise.allSettled([fail(), fail()]);
    expect(outcomes.map((one) => one.status)).toEqual(['rejected', 'rejected']);
    expect(pool.has('x')).toBe(false);
    expect((await acquire('x')).value).toBe('x');
  });
});
