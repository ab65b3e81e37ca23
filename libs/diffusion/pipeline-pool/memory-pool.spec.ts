import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { OutOfMemoryError } from '../errors.js';
import { MemoryPool } from './memory-pool.js';

const GIGABYTE = 2 ** 30;

/** A machine with simulated memory: loads add their size, disposal subtracts it. */
class Machine {
  resident = 100;
  highest = 0;
  loads: string[] = [];
  disposed: string[] = [];
  total = GIGABYTE;
  /** Loads end when this resolves. */
  lastPart: Promise<void> = Promise.resolve();

  readonly pool: MemoryPool<Model, string>;

  constructor(
    readonly budgetBytes: number,
    seesAll = false,
    lingerMs = 0,
  ) {
    this.pool = new MemoryPool<Model, string>({
      ...{ budgetBytes, seesAll, lingerMs },
      dispose: async (model) => {
        await Promise.resolve();
        model.isLoaded = false;
        this.disposed.push(model.key);
        this.resident -= model.bytes;
      },
      residentBytes: () => this.resident,
      availableBytes: () => this.total - this.resident,
      asOutOfMemory: (error) => (error instanceof OutOfMemoryError ? error : undefined),
      now: () => 0,
    });
  }

  acquire(
    key: string,
    bytes: number,
    { files = bytes, estimated = bytes, counts = false, loading = 0, working = 0, fails = 0 } = {},
    signal?: AbortSignal,
  ) {
    const request = {
      key,
      about: key,
      fileBytes: files,
      estimatedBytes: estimated,
      countsEstimate: counts,
      loadingBytes: loading,
      workingBytes: working,
    };
    let left = fails;
    const load = async (abandoned: AbortSignal) => {
      this.loads.push(key);
      await Promise.resolve();
      if (left-- > 0) throw new OutOfMemoryError(0, 7, 'std::bad_alloc');
      if (bytes < 0) throw new Error('broken file');
      this.resident += bytes + loading;
      this.highest = Math.max(this.highest, this.resident - 100);
      await this.lastPart;
      this.resident -= loading;
      if (!abandoned.aborted) return { key, bytes, isLoaded: true };
      this.resident -= bytes;
      throw abandoned.reason as Error;
    };
    return this.pool.acquire(request, load, signal);
  }

  async use(key: string, bytes: number, options = {}): Promise<void> {
    (await this.acquire(key, bytes, options)).release();
  }

  get held(): string[] {
    return this.pool.report().entries.map(({ about }) => about);
  }
}

interface Model {
  readonly key: string;
  readonly bytes: number;
  isLoaded: boolean;
}

describe('[E10] MemoryPool', () => {
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine(100);
  });

  it('[E100] counts the estimate of a value whose memory is not measured', async () => {
    const machine = new Machine(100);
    (await machine.acquire('on a device', 10, { files: 10, estimated: 70, counts: true })).release();
    expect(machine.pool.report().entries).toMatchObject([{ bytes: 70 }]);
    await machine.use('other', 40);
    expect(machine.disposed).toEqual(['on a device']);
  });

  it('[E106] counts what was measured instead of the estimate where all is seen', async () => {
    const machine = new Machine(100, true);
    (await machine.acquire('on a card', 20, { files: 10, estimated: 70, counts: true })).release();
    expect(machine.pool.report().entries).toMatchObject([{ bytes: 20 }]);
    // Nothing was seen: its driver does not tell.
    (await machine.acquire('unseen', 0, { files: 10, estimated: 40, counts: true })).release();
    expect(machine.pool.report().entries).toMatchObject([{ bytes: 40 }, { bytes: 20 }]);
  });

  it('keeps what fits and evicts the least recently used value', async () => {
    for (const key of ['a', 'b', 'a', 'c']) await machine.use(key, 40);
    expect(machine.held).toEqual(['c', 'a']);
    expect(machine.disposed).toEqual(['b']);
    expect(machine.pool.report()).toMatchObject({ hits: 1, misses: 3, evictions: 1, outOfMemory: 0, budgetBytes: 100 });
  });

  it('counts measured bytes instead of estimates', async () => {
    await machine.use('a', 40, { files: 10, estimated: 10 });
    expect(machine.pool.report().entries[0]).toMatchObject({ about: 'a', bytes: 40, leases: 0 });
    await machine.use('b', 70, { files: 10, estimated: 10 });
    expect(machine.held).toEqual(['b']);
  });

  it('counts file sizes when resident memory grows less', async () => {
    await machine.use('a', 0, { files: 30 });
    expect(machine.pool.report().entries[0]?.bytes).toBe(30);
  });

  it('makes room for working memory before a load, and frees it afterwards', async () => {
    await machine.use('a', 30);
    const b = await machine.acquire('b', 30, { working: 50 });
    expect(machine.disposed).toEqual(['a']);
    expect(machine.pool.report()).toMatchObject({ entries: [{ about: 'b', bytes: 30 }], reservedBytes: 50 });
    b.release();
    expect(machine.pool.report().reservedBytes).toBe(0);
    await machine.use('c', 30);
    expect(machine.held).toEqual(['c', 'b']);
  });

  it('[E63] makes room for what a load takes for a moment, so that the budget holds while it loads', async () => {
    for (const key of ['a', 'b', 'a']) await machine.use(key, 40, { loading: 30 });
    expect(machine.highest).toBe(70);
    expect(machine.disposed).toEqual(['a', 'b']);
    await machine.use('c', 20, { loading: 30, working: 20 });
    expect(machine.held).toEqual(['c', 'a']);
    expect(machine.highest).toBe(90);
  });

  it('makes room for working memory when the value is already loaded', async () => {
    for (const key of ['a', 'b']) await machine.use(key, 40);
    await machine.acquire('b', 40, { working: 30 });
    expect(machine.held).toEqual(['b']);
  });

  it('never evicts leased values; loads that need their room wait', async () => {
    const a = await machine.acquire('a', 60);
    const waits = machine.acquire('b', 60);
    await new Promise(setImmediate);
    expect(machine.loads).toEqual(['a']);
    a.release();
    expect((await waits).value.isLoaded).toBe(true);
    expect(machine.disposed).toEqual(['a']);
  });

  it('forecasts what a load evicts', async () => {
    for (const key of ['a', 'b']) await machine.use(key, 40);
    const request = (key: string) => ({
      key,
      about: key,
      fileBytes: 50,
      estimatedBytes: 50,
      loadingBytes: 0,
      workingBytes: 0,
    });
    expect(machine.pool.forecast(request('c'))).toEqual({ inMemory: false, loadMs: undefined, evicts: ['a'] });
    expect(machine.pool.forecast(request('b'))).toMatchObject({ inMemory: true, evicts: [] });
    await machine.use('c', 50);
    const again = machine.pool.forecast(request('a'));
    expect(again).toMatchObject({ inMemory: false, evicts: ['b'] });
    expect(again.loadMs).toBeGreaterThanOrEqual(0);
  });

  it('evicts others when the machine has less memory than the budget', async () => {
    machine.total = 100 + 70;
    for (const key of ['a', 'b']) await machine.use(key, 40);
    expect(machine.held).toEqual(['b']);
  });
});

describe('[E11] MemoryPool loads', () => {
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine(100);
  });

  it('once for all callers with the same key', async () => {
    const leases = await Promise.all([machine.acquire('a', 40), machine.acquire('a', 40), machine.acquire('a', 40)]);
    expect(machine.loads).toEqual(['a']);
    expect(machine.pool.report().entries[0]?.leases).toBe(3);
    for (const lease of leases) lease.release();
    expect(machine.pool.report()).toMatchObject({ hits: 2, misses: 1 });
  });

  it('nothing for any waiting caller when a load fails', async () => {
    const outcomes = await Promise.allSettled([machine.acquire('x', -1), machine.acquire('x', -1)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(machine.pool.report().entries).toEqual([]);
    await machine.use('x', 100);
    expect(machine.held).toEqual(['x']);
  });

  it('again after evicting idle values when memory runs out', async () => {
    await machine.use('a', 20);
    await machine.use('b', 20, { fails: 1 });
    expect(machine.loads).toEqual(['a', 'b', 'b']);
    expect(machine.held).toEqual(['b']);
    expect(machine.pool.report().outOfMemory).toBe(1);
  });

  it('or reports needed and available bytes when memory runs out twice', async () => {
    const kept = await machine.acquire('a', 20);
    await expect(machine.acquire('b', 20, { fails: 2, files: 33 })).rejects.toMatchObject({
      code: 'MODEL_OUT_OF_MEMORY',
      neededBytes: 33,
      availableBytes: 7,
    });
    expect(machine.held).toEqual(['a']);
    expect(kept.value.isLoaded).toBe(true);
  });

  it('and disposes of a value again when it exceeds the budget', async () => {
    await machine.use('a', 20);
    await expect(machine.acquire('b', 101, { files: 50 })).rejects.toMatchObject({
      neededBytes: 101,
      availableBytes: 100,
    });
    await expect(machine.acquire('c', 101)).rejects.toMatchObject({ code: 'MODEL_OUT_OF_MEMORY', neededBytes: 101 });
    expect(machine.loads.filter((key) => key === 'c')).toEqual([]);
    expect(machine.resident).toBe(100);
    expect(machine.pool.report().entries).toEqual([]);
  });

  it('nothing when the machine has too little memory', async () => {
    machine.total = 130;
    await expect(machine.acquire('a', 60)).rejects.toMatchObject({ neededBytes: 60, availableBytes: 30 });
    expect(machine.pool.report()).toMatchObject({ entries: [], outOfMemory: 1 });
  });
});

describe('[E10] [E11] MemoryPool with concurrent callers', () => {
  type Step = { key: number; kind: 'use' | 'hold' | 'fail' | 'noMemory'; working: number };
  const aStep: fc.Arbitrary<Step> = fc.record({
    key: fc.integer({ min: 0, max: 5 }),
    kind: fc.constantFrom('use', 'use', 'use', 'hold', 'fail', 'noMemory'),
    working: fc.integer({ min: 0, max: 40 }),
  });
  const sizes = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 6, maxLength: 6 });
  const steps = fc.array(aStep, { maxLength: 25 });
  const aTurn = () => new Promise((resolve) => setImmediate(resolve));

  async function take(machine: Machine, { key, kind, working }: Step, bytes: number, estimated: number): Promise<void> {
    const options = { files: Math.min(bytes, estimated), estimated, working, fails: kind === 'noMemory' ? 1 : 0 };
    const asked =
      kind === 'fail' ? machine.acquire(`f${key}`, -1, { files: 1 }) : machine.acquire(`m${key}`, bytes, options);
    const lease = await asked.catch(() => undefined);
    if (!lease) return;
    if (kind === 'hold') await aTurn();
    expect(lease.value.isLoaded).toBe(true);
    lease.release();
    lease.release();
  }

  async function takeAll(bytes: readonly number[], estimates: readonly number[], all: readonly Step[]) {
    const machine = new Machine(100);
    await Promise.all(all.map((step) => take(machine, step, bytes[step.key]!, estimates[step.key]!)));
    const { highest } = machine;
    const { entries } = machine.pool.report();
    expect(entries.map(({ leases }) => leases)).not.toContain(1);
    // A load may turn out larger than estimated and is then rejected, so its memory is free again by now.
    expect(entries.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(machine.budgetBytes);
    await machine.pool.clear();
    expect(machine.resident).toBe(100);
    expect(machine.pool.report().entries).toEqual([]);
    return highest;
  }

  it('never evicts leased values, stays within its budget, and can be cleared', () =>
    fc.assert(
      fc.asyncProperty(sizes, sizes, steps, async (...all) => void (await takeAll(...all))),
      { numRuns: 150 },
    ));

  it('stays within its budget even during loads when estimates are correct', () =>
    fc.assert(
      fc.asyncProperty(sizes, steps, async (bytes, all) => {
        expect(await takeAll(bytes, bytes, all)).toBeLessThanOrEqual(100);
      }),
      { numRuns: 150 },
    ));
});

describe('[E64] MemoryPool, when a caller leaves', () => {
  const machine = new Machine(100);
  const loading = () => {
    let end: () => void = () => undefined;
    machine.lastPart = new Promise((resolve) => (end = resolve));
    return end;
  };
  const leaver = () => {
    const controller = new AbortController();
    return { signal: controller.signal, leave: () => controller.abort(new Error('canceled')) };
  };

  it('ends its load, frees the memory, and loads again for the next caller', async () => {
    const [end, { signal, leave }] = [loading(), leaver()];
    const left = machine.acquire('a', 60, {}, signal);
    await new Promise(setImmediate);
    leave();
    await expect(left).rejects.toThrow('canceled');
    expect(machine.pool.has('a')).toBe(false);
    const next = machine.acquire('a', 60);
    const other = machine.acquire('b', 60);
    end();
    (await next).release();
    (await other).release();
    expect(machine.loads).toEqual(['a', 'a', 'b']);
    expect(machine.held).toEqual(['b']);
    expect(machine.highest).toBe(60);
  });

  it('goes on loading for the others', async () => {
    const [end, { signal, leave }] = [loading(), leaver()];
    const left = machine.acquire('c', 40, {}, signal);
    const stays = machine.acquire('c', 40);
    await new Promise(setImmediate);
    leave();
    await expect(left).rejects.toThrow('canceled');
    end();
    const lease = await stays;
    expect(machine.pool.report().entries.map(({ about, leases }) => [about, leases])).toContainEqual(['c', 1]);
    lease.release();
    expect(machine.pool.report().entries.every(({ leases }) => leases === 0)).toBe(true);
  });

  it('stops waiting for room', async () => {
    const { signal, leave } = leaver();
    const holder = await machine.acquire('d', 90);
    const left = machine.acquire('e', 90, {}, signal);
    await new Promise(setImmediate);
    leave();
    await expect(left).rejects.toThrow('canceled');
    holder.release();
    (await machine.acquire('f', 20)).release();
    expect(machine.loads).not.toContain('e');
  });

  describe('and another one comes soon', () => {
    const lingering = new Machine(100, false, 20);
    const ofLingering = () => {
      let end: () => void = () => undefined;
      lingering.lastPart = new Promise((resolve) => (end = resolve));
      return end;
    };
    const afterLinger = () => jest.advanceTimersByTimeAsync(20);
    beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'performance'] }));
    afterEach(() => void jest.useRealTimers());

    it('shares the load with it', async () => {
      const [end, { signal, leave }] = [ofLingering(), leaver()];
      const left = lingering.acquire('a', 60, {}, signal);
      await new Promise(setImmediate);
      leave();
      await expect(left).rejects.toThrow('canceled');
      const next = lingering.acquire('a', 60);
      await afterLinger();
      end();
      const lease = await next;
      expect(lingering.pool.report().entries).toMatchObject([{ about: 'a', leases: 1 }]);
      lease.release();
      expect(lingering.pool.report().entries).toMatchObject([{ about: 'a', leases: 0 }]);
      expect(lingering.loads).toEqual(['a']);
    });

    it('keeps what was loaded before it would have ended, without a lease', async () => {
      const [end, { signal, leave }] = [ofLingering(), leaver()];
      const left = lingering.acquire('b', 30, {}, signal);
      await new Promise(setImmediate);
      leave();
      await expect(left).rejects.toThrow('canceled');
      end();
      await afterLinger();
      expect(lingering.pool.report().entries).toContainEqual(expect.objectContaining({ about: 'b', leases: 0 }));
    });

    it('ends a load that nobody wanted in time', async () => {
      const [end, { signal, leave }] = [ofLingering(), leaver()];
      const left = lingering.acquire('c', 30, {}, signal);
      await new Promise(setImmediate);
      leave();
      await expect(left).rejects.toThrow('canceled');
      expect(lingering.pool.has('c')).toBe(true);
      await afterLinger();
      expect(lingering.pool.has('c')).toBe(false);
      end();
    });
  });
});
