import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import { at, root } from './paths.mjs';
import { capture, exitOf, start } from './processes.mjs';
import { UserError } from './console.mjs';
import { coverageArguments, readCoverage } from './test-report/coverage.mjs';

/** Jest needs Node's vm modules for ES modules. A larger semi-space makes garbage collection less frequent. */
const JEST = [
  '--experimental-vm-modules',
  '--min-semi-space-size=16',
  '--disable-warning=ExperimentalWarning',
  at('node_modules/jest/bin/jest.js'),
];

/** Disables the compile cache for Jest, whose module names change per run. Processes started by tests still use it. */
const withoutCache = ({ NODE_COMPILE_CACHE, ...env }) => ({ ...env, TEST_COMPILE_CACHE: NODE_COMPILE_CACHE });

/** Test files whose path matches one of the patterns, or all. */
export async function listTests({ node, env }, patterns) {
  const { code, output } = await capture(node, [...JEST, '--listTests', '--passWithNoTests', ...patterns], { env });
  if (code !== 0) throw new UserError('The tests could not be listed.', output.trim());
  return output.split('\n').filter((line) => line.endsWith('.ts'));
}

/**
 * A file that fails to run counts as one failure, and so does a skipped test. When tests are selected by name, Jest
 * reports all others as pending; those are ignored.
 */
function outcomeOf({ name, status: fileStatus, assertionResults }, isNamed) {
  const tests = isNamed ? assertionResults.filter(({ status }) => status !== 'pending') : assertionResults;
  const titles = (...states) => tests.filter(({ status }) => states.includes(status)).map(({ fullName }) => fullName);
  const skipped = titles('pending', 'todo', 'disabled');
  if (skipped.length > 0) console.log(`✗ ${skipped.length} skipped or todo tests in ${name}, which count as failed`);
  const failed = [...titles('failed'), ...skipped];
  // The file could not be loaded, or a process it started did not end.
  if (fileStatus === 'failed' && failed.length === 0) failed.push(`${name} as a whole`);
  const results = tests.map(({ fullName: title, status, duration }) => ({ title, status, ms: duration ?? 0 }));
  const reasons = Object.fromEntries(
    tests
      .filter(({ failureMessages }) => failureMessages?.length > 0)
      .map(({ fullName, failureMessages }) => [fullName, shortReason(failureMessages[0])]),
  );
  const file = relative(root, name).replaceAll('\\', '/');
  return { file, passed: titles('passed').length, failed, reasons, tests: results };
}

const MAX_REASON_LINES = 12;

/** A failure without its stack: build servers keep only the end of the output, where failures are listed. */
const shortReason = (message) =>
  stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
    .slice(0, MAX_REASON_LINES)
    .join('\n');

/** A failure that belongs to no file. */
const failureWithoutFile = (reason) => [{ file: null, passed: 0, failed: [reason] }];

/**
 * @typedef {{title: string, status: string, ms: number}} Test
 * @typedef {{file: string | null, passed: number, failed: string[], reasons?: Record<string, string>, tests?: Test[],
 * coverage?: import('./test-report/coverage.mjs').FolderCoverage[]}} Outcome of one file, relative to the project;
 * `failed` has the names of tests, `reasons` why they failed
 * Runs the tests of some tiers (the projects of jest.config.mjs).
 * @param {{tiers: string[], workers: number, hasCoverage?: boolean, isNamed?: boolean}} how `hasCoverage`: measure
 * coverage; `isNamed`: `selectionArgs` select tests by name
 * @param {string[]} selectionArgs arguments that select files or tests; all if empty
 * @returns {Promise<Outcome[]>}
 */
export async function runTests({ node, env }, { tiers, workers, hasCoverage = false, isNamed = false }, selectionArgs) {
  const folder = mkdtempSync(join(tmpdir(), 'visionary-jest-'));
  // Removed at process exit, so that it is also removed when the run is interrupted.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const report = join(folder, 'report.json');
  const coverageDir = join(folder, 'coverage');
  const options = [
    `--maxWorkers=${workers}`,
    '--json',
    `--outputFile=${report}`,
    ...(hasCoverage ? coverageArguments(coverageDir) : []),
  ];
  const args = [...JEST, '--selectProjects', ...tiers, ...options, ...selectionArgs];
  const code = await exitOf(start(node, args, { env: withoutCache(env), stdio: ['ignore', 'ignore', 'inherit'] }));
  if (!existsSync(report)) return failureWithoutFile('The tests did not finish');
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const outcomes = testResults.map((result) => outcomeOf(result, isNamed));
  // Jest also fails for reasons outside of tests, such as a failed setup.
  const isExplained = code === 0 || outcomes.some(({ failed }) => failed.length > 0);
  if (hasCoverage) outcomes.push({ file: null, passed: 0, failed: [], coverage: readCoverage(coverageDir) });
  return isExplained ? outcomes : [...outcomes, ...failureWithoutFile(`The tests ended with exit code ${code}`)];
}
