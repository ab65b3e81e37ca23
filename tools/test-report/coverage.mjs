import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { root } from '../paths.mjs';

/** What is counted. Templates of the page are looked at by browsers, which run in processes of their own. */
const COUNTED = ['{libs,apps,web/src}/**/*.ts', '!**/*.spec.ts', '!**/*.d.ts'];

/** Has Jest count which lines and functions run, into a folder. */
export const counting = (into) => [
  ...['--coverage', '--coverageProvider=v8', '--coverageReporters=json-summary', `--coverageDirectory=${into}`],
  ...COUNTED.map((files) => `--collectCoverageFrom=${files}`),
];

const folderOf = (file) => relative(root, file).split(/[/\\]/).slice(0, 2).join('/');
const NONE = { covered: 0, total: 0 };
const plus = (one, other) => ({ covered: one.covered + other.covered, total: one.total + other.total });

/**
 * @typedef {{folder: string, lines: {covered: number, total: number}, functions: {covered: number, total: number}}} Ran
 * @returns {Ran[]} what Jest counted into a folder, one entry for each part of the product
 */
export function readCounts(from) {
  const file = join(from, 'coverage-summary.json');
  if (!existsSync(file)) return [];
  const { total: _total, ...files } = JSON.parse(readFileSync(file, 'utf8'));
  const parts = new Map();
  for (const [path, { lines, functions }] of Object.entries(files)) {
    const folder = folderOf(path);
    const sum = parts.get(folder) ?? { lines: NONE, functions: NONE };
    parts.set(folder, { folder, lines: plus(sum.lines, lines), functions: plus(sum.functions, functions) });
  }
  return [...parts.values()].sort((one, other) => one.folder.localeCompare(other.folder));
}
