import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { FailPoint } from '../../libs/platform/cache/fail-points.js';
import type { Database } from '../../libs/platform/database/database.js';
import { KEEPING, CacheTestNode, noteDatabase, redisStore } from '../support/cached-notes.js';
import { randomUUID } from 'node:crypto';
import { MemoryStore } from '../../libs/platform/cache/stores/memory-store.js';
import { CacheRace, MAX_NOTES } from '../support/cache-race.js';
import { Random } from '../support/random.js';
import { freshDatabase } from '../support/services.js';

const AT_ONCE = 100;
/** Longer than any test, so that nothing expires unless the test sets a time. */
const NEVER = { leaseMs: 600_000, markMs: 600_000, secondDeleteAfterMs: 1 };

describe.each(Object.entries(KEEPING))('a cache of %s', (_name, open) => {
  let database: Database;
  let stores: Awaited<ReturnType<typeof open>>;
  let nodes: CacheTestNode[];
  let note = '';
  const far = () => nodes.at(-1) as CacheTestNode;
  const near = () => nodes[0] as CacheTestNode;
  const loads = () => nodes.reduce((sum, node) => sum + node.loads, 0);
  const fresh = (times: object = NEVER) => stores.map((store) => new CacheTestNode(database, store, times));
  /** Resolves after the second delete. */
  const settled = async () => {
    for (const node of nodes) await node.cache.finish();
  };
  const written = async (version: number) => {
    await near().write(note, version);
    await settled();
  };

  beforeAll(async () => {
    database = await noteDatabase();
    stores = await open();
  });
  let tests = 0;
  const begin = async (times?: object) => {
    note = `note-${(tests += 1)}`;
    nodes = fresh(times);
    await written(1);
  };

  it('[CA1] a hundred concurrent misses on all nodes make one query', async () => {
    await begin();
    const held = near().stops.hold('between load and fill');
    const first = near().read(note);
    const release = await held;
    const all = nodes.flatMap((node) => Array.from({ length: AT_ONCE }, () => node.read(note)));
    release();
    expect(new Set(await Promise.all([first, ...all]))).toEqual(new Set([1]));
    expect(loads()).toBe(1);
    expect(await far().read(note)).toBe(1);
    expect(loads()).toBe(1);
  });

  it('[CA2] a write is visible at once, on every node, in every view that shows it', async () => {
    await begin();
    await near().write(`${note}-b`, 10);
    await settled();
    const views = () => Promise.all(nodes.flatMap((node) => [node.read(note), node.read(note, `${note}-b`)]));
    expect(new Set(await views())).toEqual(new Set([1, 11]));
    const before = loads();
    await near().write(note, 2);
    expect(new Set(await views())).toEqual(new Set([2, 12]));
    await settled();
    expect(new Set(await views())).toEqual(new Set([2, 12]));
    await views();
    expect(loads()).toBeGreaterThan(before);
    const kept = loads();
    await near().write(`${note}-c`, 5);
    await settled();
    await views();
    expect(loads()).toBe(kept);
  });

  it('[CA3] a slow reader that fills an old value after the second delete leaves none in the cache', async () => {
    await begin();
    const held = far().stops.hold('between load and fill');
    const slow = far().read(note);
    const release = await held;
    await written(2);
    release();
    expect(await slow).toBe(1);
    expect(await near().read(note)).toBe(2);
    expect(await far().read(note)).toBe(2);
  });

  it('[CA3] a reader that loads between the first delete and the commit leaves no old value', async () => {
    await begin();
    const change = await near().cache.beginInvalidation([`note:${note}`]);
    const held = far().stops.hold('between load and fill');
    const slow = far().read(note);
    const release = await held;
    await near().put(note, 2);
    change.complete();
    await settled();
    release();
    expect(await slow).toBe(1);
    expect(await far().read(note)).toBe(2);
  });

  it.each<FailPoint>(['after first delete', 'after commit', 'before second delete'])(
    '[CA4] a writer killed %s leaves no old value, and the view is cached again when the mark expires',
    async (point) => {
      await begin({ ...NEVER, markMs: 50 });
      const reader = far();
      expect(await reader.read(note)).toBe(1);
      const killed = near().stops.hold(point);
      const write = near().write(note, 2);
      await killed;
      const expected = point === 'after first delete' ? 1 : 2;
      if (expected === 2) await write;
      for (let times = 0; times < 3; times++) expect(await reader.read(note)).toBe(expected);
      for (let before = -1; before < reader.loads;) {
        before = reader.loads;
        expect(await reader.read(note)).toBe(expected);
      }
    },
  );

  it('[CA4] a value loaded before such a commit is not cached, however late it is filled', async () => {
    await begin({ ...NEVER, markMs: 50 });
    await near().cache.beginInvalidation([`note:${note}`]);
    const held = far().stops.hold('between load and fill');
    // Reads like another process before the transaction commits.
    const space = { name: 'notes', ttlMs: 60_000, encoding: NUMBERS };
    const slow = far().cache.getOrLoad({ space, key: note }, async (shows) => {
      shows(`note:${note}`);
      return 1;
    });
    const release = await held;
    await near().put(note, 2);
    for (let before = -1; before < near().loads;) {
      before = near().loads;
      expect(await near().read(note, 'another')).toBe(2);
    }
    release();
    expect(await slow).toBe(1);
    expect(await far().read(note)).toBe(2);
  });

  it('[CA1] a read after a commit doesn’t share a load that started before it', async () => {
    await begin();
    const held = far().stops.hold('between load and fill');
    const slow = far().read(note);
    const release = await held;
    await near().write(note, 2);
    const late = Array.from({ length: AT_ONCE }, () => far().read(note));
    release();
    expect(await slow).toBe(1);
    expect(new Set(await Promise.all(late))).toEqual(new Set([2]));
    expect(far().loads).toBe(2);
  });

  it('[CA1] a reader waits at most one lease for a loader that crashed', async () => {
    await begin({ ...NEVER, leaseMs: 30 });
    const dead = near().stops.hold('between load and fill');
    void near().read(note);
    await dead;
    expect(new Set(await Promise.all(nodes.map((node) => node.read(note))))).toEqual(new Set([1]));
  });

  it('[CA2] tags found during a transaction are invalidated before its commit, too: it runs twice', async () => {
    await begin();
    await far().read(note);
    const { unitOfWork } = near();
    let runs = 0;
    let seen = 0;
    await unitOfWork.run(async () => {
      runs += 1;
      await near().put(note, 2);
      unitOfWork.invalidate(`note:${note}`);
      await unitOfWork.run(async () => undefined, [`note:${note}`]);
      seen = await near().read(note);
    });
    expect({ runs, seen }).toEqual({ runs: 2, seen: 2 });
    expect(await far().read(note)).toBe(2);
  });

  it('[CA2] views are cached again after a failed transaction', async () => {
    await begin();
    const failing = near().unitOfWork.run(async () => {
      await near().put(note, 2);
      throw new Error('no');
    }, [`note:${note}`]);
    await expect(failing).rejects.toThrow('no');
    await settled();
    expect([await far().read(note), await far().read(note), far().loads]).toEqual([1, 1, 1]);
  });

  it('[CA2] a view is loaded again when it is invalidated without a transaction', async () => {
    await begin();
    await far().read(note);
    await near().put(note, 2);
    await near().cache.invalidateTags(`note:${note}`);
    expect(await far().read(note)).toBe(2);
  });

  it('[CA1] an error of a load reaches all waiting callers, and neither errors nor missing values are cached', async () => {
    await begin();
    const space = { name: 'others', ttlMs: 60_000, encoding: NUMBERS };
    let loadCount = 0;
    const read = (answer: () => number | null) =>
      far().cache.getOrLoad({ space, key: note }, async () => {
        loadCount += 1;
        await new Promise((resolve) => setImmediate(resolve));
        return answer() as number;
      });
    const failing = () => {
      throw new Error('gone');
    };
    const both = await Promise.allSettled([read(failing), read(failing)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect([await read(() => null), await read(() => 3), await read(() => 4)]).toEqual([null, 3, 3]);
    expect(loadCount).toBeLessThanOrEqual(4);
  });
});

const NUMBERS = {
  encode: (value: number) => Buffer.from(`${value}`),
  decode: (kept: Buffer) => Number(kept.toString()),
};

/** Leases of crashed callers expire soon, and marks outlive running writers. */
const TIMES = { leaseMs: 20, markMs: 2_000, secondDeleteAfterMs: 3, pollMs: 2 };
const SIZE = { readers: 16, writers: 4, opsEach: 80, deaths: 0.02, delayMs: 0 };

async function verdictOf(nodes: readonly CacheTestNode[], title: string): Promise<void> {
  const seed = jest.getSeed();
  const race = new CacheRace({ ...SIZE, nodes, random: new Random(seed) });
  await race.run();
  const tallies = nodes.map(({ cache }) => cache.cacheStats.of('notes'));
  const sum = (key: 'hits' | 'misses' | 'stale') => tallies.reduce((total, tally) => total + tally[key], 0);
  const { reads, commits, stale, deaths } = race;
  const summary = { seed, reads, commits, stale, hits: sum('hits'), misses: sum('misses'), staleLoads: sum('stale') };
  process.stdout.write(`${title}: ${JSON.stringify({ ...summary, deaths: Object.fromEntries(deaths) })}\n`);
  expect(stale).toBe(0);
  for (const many of [reads, commits, summary.hits, summary.staleLoads, deaths.size]) expect(many).toBeGreaterThan(0);
}

it('[CA5] no read of one node returns data older than the last commit before it, with slow and crashed callers', async () => {
  const database = await noteDatabase('sqlite::memory:', MAX_NOTES);
  await verdictOf([new CacheTestNode(database, new MemoryStore(), TIMES)], 'In memory');
});

it('[CA5] no read of two nodes does, over Redis and MySQL', async () => {
  const database = await noteDatabase(await freshDatabase('mysql'), MAX_NOTES);
  const prefix = `visionary:cache:${randomUUID()}:`;
  const stores = [await redisStore(prefix), await redisStore(prefix)];
  await verdictOf(
    stores.map((store) => new CacheTestNode(database, store, TIMES)),
    'Over Redis',
  );
});
