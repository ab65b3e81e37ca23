/**
 * Cost of searching posts and own takes: a feed of many posts in Chinese and English, and many takes of one user,
 * on SQLite and on the MySQL or MariaDB that tests use. Prints p50 and p95 in milliseconds; a search that finds another number of posts
 * than were inserted fails the run.
 *
 *     npm run bench -- finding [--posts N] [--takes N] [--rounds N]
 */
import { cpus, loadavg, tmpdir } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { provideServices } from '../../tools/services.mjs';
import { rounded } from './support/figures.mjs';
import { bigGallery } from './support/finding/big-gallery.mjs';
import { onMysql } from './support/search/on-mysql.mjs';

const { values } = parseArgs({
  options: {
    posts: { type: 'string', default: '100000' },
    takes: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '9' },
  },
});
const sizes = { posts: Number(values.posts), takes: Number(values.takes), rounds: Number(values.rounds) };
const figures = { bench: 'finding', cores: cpus().length, ...sizes };

const folder = mkdtempSync(join(tmpdir(), 'visionary-bench-'));
const services = await provideServices();
try {
  figures.sqlite = await bigGallery(`sqlite:${join(folder, 'visionary.sqlite')}`, sizes);
  figures.mysql = await onMysql(services.env.TEST_MYSQL_URL, (url) => bigGallery(url, sizes));
} finally {
  await services.stop();
  rmSync(folder, { recursive: true, force: true });
}
const faults = figures.sqlite.faults + figures.mysql.faults;
console.log(JSON.stringify({ ...figures, loadAverage: rounded(loadavg()[0], 1), faults, void: faults > 0 }, null, 2));
process.exitCode = faults > 0 ? 1 : 0;
