import { provideServices } from '../../../../tools/services.mjs';
import { median, rounded } from '../figures.mjs';
import { onMysql } from '../search/on-mysql.mjs';
import { fillFeed, pagePaths } from '../filling/filled-feed.mjs';
import { startEmptyNest, startLoad, startServer } from './processes.mjs';

const WRITES = 0.05;
const CONNECTIONS = 16;
const STORM = 100;
const STORMS = 10;
/** After the second delete. */
const SETTLED_MS = 200;
const PAGE = 20;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Alternating rounds, because a machine is never idle. @returns by name: the medians, and all stale reads */
async function compare(load, ways, { rounds, ms }) {
  const samples = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, { server, ...asked }] of Object.entries(ways)) {
      // Cached pages exist when it begins.
      await load.ask('time', asked.reads);
      const before = await server.ask('cpuUs');
      const driven = await load.ask('drive', { ...asked, ms: round === 0 ? ms / 4 : ms, connections: CONNECTIONS });
      const cpuUs = ((await server.ask('cpuUs')) - before) / driven.reads;
      // The first round is a warm-up.
      if (round > 0) samples[name].push({ ...driven, cpuUs, perSecond: (driven.reads / driven.ms) * 1_000 });
    }
  }
  return Object.fromEntries(Object.entries(samples).map(([name, all]) => [name, figuresOf(all)]));
}

const figuresOf = (all) => ({
  cpuUsPerRead: rounded(median(all.map(({ cpuUs }) => cpuUs)), 1),
  readsPerSecond: rounded(median(all.map(({ perSecond }) => perSecond))),
  p50Ms: rounded(median(all.map(({ p50Ms }) => p50Ms)), 2),
  p95Ms: rounded(median(all.map(({ p95Ms }) => p95Ms)), 2),
  reads: all.reduce((sum, { reads }) => sum + reads, 0),
  writes: all.reduce((sum, { writes }) => sum + writes, 0),
  stale: all.reduce((sum, { stale }) => sum + stale, 0),
});

/** A hundred concurrent requests to all nodes for a page that was just invalidated. */
async function storms(load, servers, path, post) {
  const loads = async () => {
    const all = await Promise.all(servers.map((server) => server.ask('loads')));
    return all.reduce((sum, count) => sum + count, 0);
  };
  const ratios = [];
  let different = 0;
  for (let storm = 0; storm < STORMS; storm++) {
    await load.ask('write', { port: servers.at(-1).port, post, title: `storm${storm}` });
    await pause(SETTLED_MS);
    const before = await loads();
    different += (await load.ask('storm', { ports: servers.map(({ port }) => port), path, count: STORM })) - 1;
    ratios.push((await loads()) - before);
  }
  return { misses: STORM, pageQueriesMedian: median(ratios), pageQueriesMost: Math.max(...ratios), different };
}

async function measure(env, posts, { keys, rounds, ms, nodes }) {
  const running = [];
  const begin = async (starting) => {
    running.push(await starting);
    return running.at(-1);
  };
  try {
    const load = await begin(startLoad());
    const emptyNest = await begin(startEmptyNest());
    const servers = [];
    for (let node = 0; node < nodes; node++) servers.push(await begin(startServer(env)));
    const [reader, writer] = [servers[0], servers.at(-1)];
    const authors = posts.filter((_, index) => index % PAGE === 0).slice(0, keys);
    const writes = { port: writer.port, posts: authors, share: WRITES };
    const at = (paths) => ({ server: reader, reads: { port: reader.port, paths } });
    const ways = {
      emptyNest: { server: emptyNest, reads: { port: emptyNest.port, paths: ['/empty'] } },
      emptyHere: at(['/api/bench/empty']),
      cachedUnwritten: at(pagePaths(posts, keys)),
      cached: { ...at(pagePaths(posts, keys)), writes },
      direct: { ...at(pagePaths(posts, keys, '/api/bench/direct')), writes },
    };
    const figures = await compare(load, ways, { rounds, ms });
    const storm = await storms(load, servers, pagePaths(posts, 2)[1], authors[1]);
    const { emptyNest: bare, emptyHere: here, cached, direct, cachedUnwritten } = figures;
    const ratioOf = (one, other) => rounded(one / other, 2);
    return {
      ...{ nodes, keys, shareOfWrites: WRITES, ...figures, storm },
      cpuOverEmptyNest: ratioOf(cached.cpuUsPerRead, bare.cpuUsPerRead),
      cpuOverEmptyRouteHere: ratioOf(cached.cpuUsPerRead, here.cpuUsPerRead),
      unwrittenCpuOverEmptyRouteHere: ratioOf(cachedUnwritten.cpuUsPerRead, here.cpuUsPerRead),
      rateOverDirect: ratioOf(cached.readsPerSecond, direct.readsPerSecond),
      cpuOfDirectOverCached: ratioOf(direct.cpuUsPerRead, cached.cpuUsPerRead),
      faults: cached.stale + storm.different,
    };
  } finally {
    for (const one of running.reverse()) await one.end();
  }
}

/** Two nodes over MySQL and Redis: one reads, the other one writes. */
export async function mixed(options) {
  const services = await provideServices();
  try {
    const { TEST_MYSQL_URL, TEST_REDIS_URL } = services.env;
    return await onMysql(TEST_MYSQL_URL, async (url) => {
      const { posts } = await fillFeed(url, { posts: (options.keys + 1) * PAGE, reactions: options.keys * PAGE * 5 });
      const env = { DATABASE_URL: url, REDIS_URL: TEST_REDIS_URL, RENDERER_ENABLED: 'false' };
      return measure(env, posts, { ...options, nodes: 2 });
    });
  } finally {
    await services.stop();
  }
}
