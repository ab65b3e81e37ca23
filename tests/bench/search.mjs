/**
 * Cost of searching and paging a long history: a room of many messages in Chinese and English, and other rooms, on
 * SQLite and on the MySQL or MariaDB that tests use. Prints p50 and p95 in milliseconds; a search that finds another number of messages
 * than were inserted fails the run.
 *
 *     npm run bench -- search [--messages N] [--rounds N]
 */
import { cpus, loadavg, tmpdir } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { provideServices } from '../../tools/services.mjs';
import { rounded } from './support/figures.mjs';
import { longHistory } from './support/search/long-history.mjs';
import { onMysql } from './support/search/on-mysql.mjs';

const { values } = parseArgs({
  options: { messages: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '15' } },
});
const sizes = { messages: Number(values.messages), rounds: Number(values.rounds) };
const figures = { bench: 'search', cores: cpus().length, ...sizes };

const folder = mkdtempSync(join(tmpdir(), 'visionary-bench-'));
const services = await provideServices();
try {
  figures.sqlite = await longHistory(`sqlite:${join(folder, 'visionary.sqlite')}`, sizes);
  figures.mysql = await onMysql(services.env.TEST_MYSQL_URL, (url) => longHistory(url, sizes));
} finally {
  await services.stop();
  rmSync(folder, { recursive: true, force: true });
}
const faults = figures.sqlite.faults + figures.mysql.faults;
console.log(JSON.stringify({ ...figures, loadAverage: rounded(loadavg()[0], 1), faults, void: faults > 0 }, null, 2));
process.exitCode = faults > 0 ? 1 : 0;
