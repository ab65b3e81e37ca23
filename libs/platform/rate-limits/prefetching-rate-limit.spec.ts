import { expect, it } from '@jest/globals';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { PrefetchingRateLimit, type SharedCounter } from './prefetching-rate-limit.js';

const SECONDS = 60;

/** Nodes with one shared counter and a test clock. */
function nodesOver(points: number, nodes: number) {
  const clock = { ms: 0 };
  const shared = new RateLimiterMemory({ points, duration: SECONDS });
  let requests = 0;
  const count: SharedCounter = {
    consume: (key, spent) => {
      requests += 1;
      return shared.consume(key, spent);
    },
  };
  const limits = Array.from({ length: nodes }, () => new PrefetchingRateLimit(count, points, () => clock.ms));
  return { limits, clock, shared, requests: () => requests };
}

it('[H8] limit grants exactly its points with few requests to the shared counter', async () => {
  const { limits, requests } = nodesOver(3_000, 1);
  const waits: number[] = [];
  for (let n = 0; n < 3_100; n++) waits.push(await (limits[0] as PrefetchingRateLimit).spend('ann'));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(3_000);
  expect(waits.slice(0, 3_000).every((wait) => wait === 0)).toBe(true);
  expect(waits.at(-1)).toBeGreaterThan(0);
  expect(requests()).toBeLessThan(400);
});

it('[H8] nodes together grant no more than the limit when calls are concurrent', async () => {
  const { limits } = nodesOver(1_000, 3);
  const waits = await Promise.all(
    Array.from({ length: 1_500 }, async (_, n) => (limits[n % 3] as PrefetchingRateLimit).spend('ann')),
  );
  const granted = waits.filter((wait) => wait === 0).length;
  expect(granted).toBeLessThanOrEqual(1_000);
  expect(granted).toBeGreaterThan(940);
});

it('[H8] limit counts small limits exactly, and each key separately', async () => {
  const { limits } = nodesOver(10, 2);
  const [one, other] = limits as [PrefetchingRateLimit, PrefetchingRateLimit];
  for (let n = 0; n < 10; n++) expect(await (n % 2 ? one : other).spend('ann')).toBe(0);
  expect(await one.spend('ann')).toBeGreaterThan(0);
  expect(await other.spend('ann')).toBeGreaterThan(0);
  expect(await one.spend('bob')).toBe(0);
});

it('[H8] points fetched in one window are not spent in the next', async () => {
  const { limits, clock, shared } = nodesOver(1_000, 1);
  const [node] = limits as [PrefetchingRateLimit];
  await node.spend('ann');
  clock.ms = SECONDS * 1_000;
  await shared.delete('ann');
  for (let n = 0; n < 1_000; n++) expect(await node.spend('ann')).toBe(0);
  expect(await node.spend('ann')).toBeGreaterThan(0);
});
