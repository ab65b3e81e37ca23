/**
 * Cost of the feed. `mixed`: pages of twenty at 95 % reads and 5 % writes, with and without the cache, compared with empty
 * routes; of two nodes over MySQL and Redis, one reads and the other one writes, so that the figures are those of
 * reading. `mysql` and `sqlite`: pages without the cache among many posts and reactions. `live`: a post and many open feeds.
 * A page older than a write before its request fails the run.
 *
 *     npm run bench -- feed [part …] [--keys N] [--seconds N] [--rounds N] [--posts N] [--reactions N] [--feeds N]
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';

import { largeOnMysql, largeOnSqlite } from './support/feed/large.mjs';
import { live } from './support/feed/live.mjs';
import { mixed } from './support/feed/mixed.mjs';
import { rounded } from './support/figures.mjs';

const number = (value) => ({ type: 'string', default: `${value}` });
const { values, positionals } = parseArgs({
  options: {
    ...{ keys: number(1_000), seconds: number(6), rounds: number(3), feeds: number(500) },
    ...{ posts: number(100_000), reactions: number(1_000_000) },
  },
  allowPositionals: true,
});
const sizes = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));

const PARTS = {
  mixed: () => mixed({ keys: sizes.keys, rounds: sizes.rounds, ms: sizes.seconds * 1_000 }),
  sqlite: () => largeOnSqlite(sizes),
  mysql: () => largeOnMysql(sizes),
  live: () => live(sizes),
};

const names = positionals.length > 0 ? positionals : Object.keys(PARTS);
const figures = { bench: 'feed', cores: cpus().length };
for (const name of names) {
  if (!PARTS[name]) throw new Error(`there is no part "${name}": ${Object.keys(PARTS).join(', ')}`);
  figures[name] = { ...(await PARTS[name]()), loadAverage: rounded(loadavg()[0], 1) };
}
const faults = names.reduce((sum, name) => sum + figures[name].faults, 0);
console.log(JSON.stringify({ ...figures, faults, void: faults > 0 }, null, 2));
process.exitCode = faults > 0 ? 1 : 0;
