import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { at } from './paths.mjs';
import { capture, exitOf, start } from './processes.mjs';
import { Stop } from './say.mjs';

/** Jest loads ES modules by way of Node's vm modules. */
const JEST = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  at('node_modules/jest/bin/jest.js'),
];

/** The test files whose path matches one of the patterns, or all. */
export async function listTests({ node, env }, patterns) {
  const { code, output } = await capture(node, [...JEST, '--listTests', '--passWithNoTests', ...patterns], { env });
  if (code !== 0) throw new Stop('The tests could not be listed.', output.trim());
  return output.split('\n').filter((line) => line.endsWith('.ts'));
}

/** A file that could not even run counts as one failure; so does a test that was skipped, for nobody saw it hold. */
function count(report) {
  const skipped = report.numPendingTests + report.numTodoTests;
  if (skipped > 0) console.log(`✗ ${skipped} skipped or only planned: these count as failed`);
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites + skipped;
  return { passed: report.numPassedTests, failed };
}

/**
 * Runs one round of tiers (the projects of jest.config.mjs).
 * @returns {Promise<{passed: number, failed: number}>}
 */
export async function runTests({ node, env }, { tiers, workers }, patterns) {
  const folder = mkdtempSync(join(tmpdir(), 'visionary-jest-'));
  // At the exit and not after the run, so that it goes away when somebody stops us, too.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const report = join(folder, 'report.json');
  const how = [`--maxWorkers=${workers}`, '--json', `--outputFile=${report}`];
  const args = [...JEST, '--selectProjects', ...tiers, ...how, ...(patterns.length > 0 ? ['--', ...patterns] : [])];
  const code = await exitOf(start(node, args, { env, stdio: ['ignore', 'ignore', 'inherit'] }));
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const result = count(JSON.parse(readFileSync(report, 'utf8')));
  // Jest also fails for reasons that are no test's, such as a setup that throws.
  return code !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result;
}
