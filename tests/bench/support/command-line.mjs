/** What every bench does around its measurement: numbers of the command line, parts, and figures as JSON. */
import { cpus, loadavg, tmpdir } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { provideServices } from '../../../tools/services.mjs';
import { rounded } from './figures.mjs';
import { onMysql } from './search/on-mysql.mjs';

/** Options `--name N`, each a number with this default, and names of parts. */
export function readNumbers(defaults) {
  const options = Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [name, { type: 'string', default: `${value}` }]),
  );
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const sizes = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));
  return { sizes, names: positionals };
}

/** Prints the figures; a fault fails the run. */
export function printFigures(bench, figures, faults) {
  const about = { bench, cores: cpus().length, loadAverage: rounded(loadavg()[0], 1) };
  console.log(JSON.stringify({ ...about, ...figures, faults, void: faults > 0 }, null, 2));
  process.exitCode = faults > 0 ? 1 : 0;
}

/** Measures the named parts, or all, one after the other, and prints their figures. */
export async function runParts(bench, parts, names, about = {}) {
  const unknown = names.find((name) => !parts[name]);
  if (unknown) throw new Error(`there is no part "${unknown}": ${Object.keys(parts).join(', ')}`);
  const figures = {};
  for (const name of names.length > 0 ? names : Object.keys(parts)) {
    figures[name] = { ...(await parts[name]()), loadAverage: rounded(loadavg()[0], 1) };
  }
  const faults = Object.values(figures).reduce((sum, part) => sum + part.faults, 0);
  printFigures(bench, { ...about, ...figures }, faults);
}

/** Measures on an empty SQLite file and on the MySQL or MariaDB that tests use, and prints the figures. */
export async function onBothDatabases(bench, sizes, measure) {
  const folder = mkdtempSync(join(tmpdir(), 'visionary-bench-'));
  const services = await provideServices();
  try {
    const sqlite = await measure(`sqlite:${join(folder, 'visionary.sqlite')}`, sizes);
    const mysql = await onMysql(services.env.TEST_MYSQL_URL, (url) => measure(url, sizes));
    printFigures(bench, { ...sizes, sqlite, mysql }, sqlite.faults + mysql.faults);
  } finally {
    await services.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
