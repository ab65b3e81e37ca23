import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { root } from '../paths.mjs';

/** Files in the coverage. Excludes the client's templates, which run in the browser's processes. */
const COVERED_FILES = ['{libs,apps,web/src}/**/*.ts', '!**/*.spec.ts', '!**/*.d.ts'];

/** Jest arguments that write coverage to a folder. */
export const coverageArguments = (folder) => [
  ...['--coverage', '--coverageProvider=v8', '--coverageReporters=json-summary', `--coverageDirectory=${folder}`],
  ...COVERED_FILES.map((files) => `--collectCoverageFrom=${files}`),
];

const folderOf = (file) => relative(root, file).split(/[/\\]/).slice(0, 2).join('/');
const NONE = { covered: 0, total: 0 };
const add = (one, other) => ({ covered: one.covered + other.covered, total: one.total + other.total });

/**
 * @typedef {{folder: string, lines: {covered: number, total: number}, functions: {covered: number, total: number}}}
 * FolderCoverage
 * @returns {FolderCoverage[]} the coverage that Jest wrote to a folder, one entry per part of the product
 */
export function readCoverage(coverageDir) {
  const file = join(coverageDir, 'coverage-summary.json');
  if (!existsSync(file)) return [];
  const { total: _total, ...files } = JSON.parse(readFileSync(file, 'utf8'));
  const folders = new Map();
  for (const [path, { lines, functions }] of Object.entries(files)) {
    const folder = folderOf(path);
    const sum = folders.get(folder) ?? { lines: NONE, functions: NONE };
    folders.set(folder, { folder, lines: add(sum.lines, lines), functions: add(sum.functions, functions) });
  }
  return [...folders.values()].sort((one, other) => one.folder.localeCompare(other.folder));
}
