/**
 * Cost of the feed. `mixed`: pages of twenty at 95 % reads and 5 % writes, with and without the cache, compared with empty
 * routes; of two nodes over MySQL and Redis, one reads and the other one writes, so that the figures are those of
 * reading. `mysql` and `sqlite`: pages without the cache among many posts and reactions. `live`: a post and many open feeds.
 * A page older than a write before its request fails the run.
 *
 *     npm run bench -- feed [part …] [--keys N] [--seconds N] [--rounds N] [--posts N] [--reactions N] [--feeds N]
 */
import { readNumbers, runParts } from './support/command-line.mjs';
import { largeOnMysql, largeOnSqlite } from './support/feed/large.mjs';
import { live } from './support/feed/live.mjs';
import { mixed } from './support/feed/mixed.mjs';

const counts = { keys: 1_000, seconds: 6, rounds: 3, feeds: 500, posts: 100_000, reactions: 1_000_000 };
const { sizes, names } = readNumbers(counts);

const PARTS = {
  mixed: () => mixed({ keys: sizes.keys, rounds: sizes.rounds, ms: sizes.seconds * 1_000 }),
  sqlite: () => largeOnSqlite(sizes),
  mysql: () => largeOnMysql(sizes),
  live: () => live(sizes),
};

await runParts('feed', PARTS, names);
