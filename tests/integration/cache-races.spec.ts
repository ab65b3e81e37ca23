import { randomUUID } from 'node:crypto';
import { expect, it, jest } from '@jest/globals';
import { MemoryStore } from '../../libs/platform/cache/stores/memory-store.js';
import { CacheRace, MAX_NOTES } from '../support/cache-race.js';
import { CacheTestNode, noteDatabase, redisStore } from '../support/cached-notes.js';
import { Random } from '../support/random.js';
import { freshDatabase } from '../support/services.js';

/** Leases of crashed callers expire soon, and marks outlive running writers. */
const TIMES = { leaseMs: 20, markMs: 2_000, secondDeleteAfterMs: 3, lookAgainMs: 2 };
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
