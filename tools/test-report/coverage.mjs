import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { root } from '../paths.mjs';

/** Files in the coverage. Excludes the client's templates, which run in the browser's processes. */
const COUNTED = ['{libs,apps,web/src}/**/*.ts', '!**/*.spec.ts', '!**/*.d.ts'];

/** Jest arguments that write coverage to a folder. */
export const counting = (into) => [
  ...['--coverage', '--coverageProvider=v8', '--coverageReporters=json-summary', `--coverageDirectory=${into}`],
  ...COUNTED.map((files) => `--collectCoverageFrom=${files}`),
];

const folderOf = (file) => relative(root, file).split(/[/\\]/).slice(0, 2).join('/');
const NONE = { covered: 0, total: 0 };
const plus = (one, other) => ({ covered: one.covered + other.covered, total: one.total + other.total });

/**
 * @typedef {{folder: string, lines: {covered: number, total: number}, functions: {covered: number, total: number}}}
 * Ran
 * @returns {Ran[]} the coverage that Jest wrote to a folder, one entry per part of the product
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
