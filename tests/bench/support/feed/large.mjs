import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { provideServices } from '../../../../tools/services.mjs';
import { rounded, spreadOf } from '../figures.mjs';
import { onMysql } from '../search/on-mysql.mjs';
import { fillFeed, pagePaths } from '../filling/filled-feed.mjs';
import { startLoad, startServer } from './processes.mjs';

const DIRECT = '/api/bench/direct';

/** Requests per page. */
const ASKED = 200;

const spread = (posts, path, value = ({ at }) => at) => {
  const every = Math.max(1, Math.floor(posts.length / ASKED));
  return posts
    .filter((_, index) => index % every === 0)
    .map((post) => `${path}${path.includes('?') ? '&' : '?'}cursor=${value(post)}_${post.id}`);
};

/** Each of these filters matches tens of thousands of posts, and no post matches all of them. */
const NOTHING = 'tag=night&model=model-1&scheduler=ddim';
const SOME = 'tag=night&model=model-1&scheduler=euler';

async function measure(env, { posts: count, reactions, url }) {
  const { posts, users, collectionId, seed, fillSeconds } = await fillFeed(url, { posts: count, reactions });
  const hottest = posts.toSorted((a, b) => b.hot - a.hot || (a.id < b.id ? 1 : -1));
  const [server, load] = [await startServer(env), startLoad()];
  try {
    const kinds = {
      nothing: Array(ASKED).fill('/api/bench/empty'),
      first: Array(ASKED).fill(DIRECT),
      anywhere: spread(posts, DIRECT),
      ofTag: spread(posts, `${DIRECT}?tag=night`),
      ofAuthor: spread(posts, `${DIRECT}?authorId=${users.busiest}`),
      hot: Array(ASKED).fill(`${DIRECT}?tab=hot`),
      hotAnywhere: spread(hottest, `${DIRECT}?tab=hot`, ({ hot }) => hot),
      hotOfTag: Array(ASKED / 2).fill(`${DIRECT}?tab=hot&tag=night`),
      threeChips: Array(ASKED / 4).fill(`${DIRECT}?${SOME}`),
      threeChipsForNothing: Array(ASKED / 4).fill(`${DIRECT}?${NOTHING}`),
      hotThreeChipsForNothing: Array(ASKED / 4).fill(`${DIRECT}?tab=hot&${NOTHING}`),
      followingMany: spread(posts, `${DIRECT}?tab=following&as=${users.followsMany}`),
      followingTheSilent: spread(posts, `${DIRECT}?tab=following&as=${users.followsFew}`),
      profile: Array(ASKED).fill(`/api/users/${users.busiest}/posts`),
      collection: Array(ASKED).fill(`/api/collections/${collectionId}`),
      cached: [...pagePaths(posts, 20), ...Array(ASKED).fill(pagePaths(posts, 20)).flat()].slice(0, ASKED + 20),
    };
    const figures = {};
    for (const [kind, paths] of Object.entries(kinds)) {
      const times = (await load.ask('time', { port: server.port, paths })).slice(kind === 'cached' ? 20 : 5);
      figures[kind] = spreadOf(times);
      // On a busy machine only the ratio to an empty route is meaningful.
      figures[kind].p95OverNothing = rounded(figures[kind].p95Ms / figures.nothing.p95Ms, 1);
    }
    return { posts: count, reactions, seed, fillSeconds, pages: figures, faults: 0 };
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
