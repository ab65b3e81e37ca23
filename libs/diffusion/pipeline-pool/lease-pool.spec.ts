import { beforeEach, describe, expect, it } from '@jest/globals';
import { LeasePool } from './lease-pool.js';

describe('the pool of loaded models', () => {
  let disposed: string[];
  let loads: string[];
  let pool: LeasePool<string>;
  const acquire = (key: string) => pool.acquire(key, () => (loads.push(key), Promise.resolve(key)));

  beforeEach(() => {
    disposed = [];
    loads = [];
    pool = new LeasePool<string>({ capacity: 2, dispose: (value) => Promise.resolve(void disposed.push(value)) });
  });

  it('loads once for two who ask at the same time', async () => {
    await Promise.all([acquire('a'), acquire('a')]);
    expect(loads).toEqual(['a']);
  });

  it('evicts what was unused longest', async () => {
    for (const key of ['a', 'b', 'a', 'c']) (await acquire(key)).release();
    expect(disposed).toEqual(['b']);
    expect(pool.has('a')).toBe(true);
  });

  it('never evicts what is leased, and does once it is free', async () => {
    const a = await acquire('a');
    const b = await acquire('b');
    const c = await acquire('c');
    expect(disposed).toEqual([]);
    for (const lease of [a, b, c]) lease.release();
    await acquire('d');
    expect(disposed).toEqual(['a', 'b']);
  });

  it('counts a lease that is released twice once', async () => {
    const first = await acquire('a');
    await acquire('a');
    first.release();
    first.release();
    await acquire('b');
    await acquire('c');
    expect(disposed).toEqual([]);
  });

  it('leaves nothing behind when a load fails, for nobody who waited', async () => {
    const fail = () => pool.acquire('x', () => Promise.reject(new Error('broken file')));
    const outcomes = await Promise.allSettled([fail(), fail()]);
    expect(outcomes.map((one) => one.status)).toEqual(['rejected', 'rejected']);
    expect(pool.has('x')).toBe(false);
    expect((await acquire('x')).value).toBe('x');
  });
});
