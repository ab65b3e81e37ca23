import { expect, it, jest } from '@jest/globals';
import { CacheRace, MAX_NOTES } from '../support/cache-race.js';
import { isUp, CacheTestNode, noteDatabase, redisStore } from '../support/cached-notes.js';
import { KillableService } from '../support/killable-services.js';
import { Random } from '../support/random.js';
import { freshDatabase } from '../support/services.js';

const TTL_MS = 200;
const TIMES = { leaseMs: 20, markMs: 2_000, secondDeleteAfterMs: 3, pollMs: 2, ttlMs: TTL_MS };
const OUTAGES = 2;
const GIVES_UP_AFTER_MS = 500;

it('[CA6] two nodes serve nothing older than the TTL when their Redis is killed and restarts empty', async () => {
  const redis = await KillableService.redis();
  const database = await noteDatabase(await freshDatabase('mysql'), MAX_NOTES);
  const stores = [
    await redisStore('race:', redis.url, GIVES_UP_AFTER_MS),
    await redisStore('race:', redis.url, GIVES_UP_AFTER_MS),
  ];
  const nodes = stores.map((store) => new CacheTestNode(database, store, TIMES));
  const seed = jest.getSeed();
  const random = new Random(seed);
  const race = new CacheRace({
    ...{ nodes, random, readers: 12, writers: 4, opsEach: 60, deaths: 0.01, delayMs: TTL_MS },
  });
  for (let outage = 0; outage < OUTAGES; outage++) {
    const during = race.run();
    const reads = race.reads + 20 + random.below(100);
    while (race.reads < reads) await new Promise((resolve) => setImmediate(resolve));
    await redis.kill();
    const past = race.reads + 20;
    while (race.reads < past) await new Promise((resolve) => setImmediate(resolve));
    await redis.begin();
    await during;
  }
  await Promise.all(stores.map(isUp));
  const { reads, commits, stale, staleAtOnce } = race;
  const past = nodes.reduce((sum, { cache }) => sum + cache.cacheStats.of('notes').bypassed, 0);
  process.stdout.write(`Redis killed: ${JSON.stringify({ seed, reads, commits, stale, staleAtOnce, past })}\n`);
  expect(stale).toBe(0);
  expect(past).toBeGreaterThan(0);
  const [near, far] = nodes as [CacheTestNode, CacheTestNode];
  await near.write('last', 1);
  expect(await far.read('last')).toBe(1);
  // It is cached again: a cached read makes no query.
  for (let before = -1; before < far.loads; await far.read('last')) before = far.loads;
});
