import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { provideServices } from '../../../../tools/services.mjs';
import { rounded } from '../figures.mjs';
import { onMysql } from '../search/on-mysql.mjs';
import { fillFeed, pagePaths } from './filled-feed.mjs';
import { startLoad, startServer } from './processes.mjs';

const DIRECT = '/api/bench/direct';

/** Each asked for so often. */
const ASKED = 200;

const spread = (posts, path) => {
  const every = Math.max(1, Math.floor(posts.length / ASKED));
  return posts
    .filter((_, index) => index % every === 0)
    .map(({ at, id }) => `${path}${path.includes('?') ? '&' : '?'}cursor=${at}_${id}`);
};

async function measure(env, { posts: count, reactions, url }) {
  const began = performance.now();
  const posts = await fillFeed(url, { posts: count, reactions });
  const fillMs = performance.now() - began;
  const [server, load] = [await startServer(env), startLoad()];
  try {
    const kinds = {
      first: Array(ASKED).fill(DIRECT),
      anywhere: spread(posts, DIRECT),
      ofTag: spread(posts, `${DIRECT}?tag=night`),
      ofAuthor: spread(posts, `${DIRECT}?authorId=${posts[0].authorId}`),
      hot: Array(ASKED).fill(`${DIRECT}?tab=hot`),
      hotOfTag: Array(ASKED / 2).fill(`${DIRECT}?tab=hot&tag=night`),
      kept: [...pagePaths(posts, 20), ...Array(ASKED).fill(pagePaths(posts, 20)).flat()].slice(0, ASKED + 20),
    };
    const figures = {};
    for (const [kind, paths] of Object.entries(kinds)) {
      const times = (await load.ask('time', { port: server.port, paths })).slice(kind === 'kept' ? 20 : 5);
      times.sort((a, b) => a - b);
      const at = (share) => rounded(times[Math.floor((times.length - 1) * share)], 2);
      figures[kind] = { p50Ms: at(0.5), p95Ms: at(0.95) };
    }
    return { posts: count, reactions, fillSeconds: rounded(fillMs / 1_000), pages: figures, faults: 0 };
  } finally {
    await load.end();
    await server.end();
  }
}

export async function largeOnSqlite(options) {
  const folder = mkdtempSync(join(tmpdir(), 'visionary-bench-'));
  const url = `sqlite:${join(folder, 'visionary.sqlite')}`;
  try {
    return await measure({ DATA_DIR: folder }, { ...options, url });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function largeOnMysql(options) {
  const services = await provideServices();
  try {
    return await onMysql(services.env.TEST_MYSQL_URL, (url) => measure({ DATABASE_URL: url }, { ...options, url }));
  } finally {
    await services.stop();
  }
}
