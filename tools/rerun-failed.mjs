import { runTests } from './jest.mjs';
import { say } from './console.mjs';

/** More than this is no accident, and would not end in time. */
const AT_MOST = 5;

/**
 * Runs files in which something failed once more, one at a time, when everything else is over. What passes then counts as
 * passed, and its first failure is told by name at the end: it depends on what runs beside it, and is a fault to be found.
 * @param {import('./jest.mjs').Outcome[]} outcomes
 * @returns {Promise<import('./jest.mjs').Outcome[]>} with those of the second look in place of the first
 */
export async function lookAgain(run, tiers, outcomes) {
  const failed = outcomes.filter(({ failed }) => failed.length > 0);
  const files = failed.map(({ file }) => file);
  if (files.length === 0 || files.length > AT_MOST || files.includes(null)) return outcomes;
  say(`Looking again, one at a time, at what failed: ${files.join(', ')}`);
  const again = await runTests(run, { tiers, workers: 1 }, ['--runTestsByPath', ...files]);
  const good = outcomes.filter((outcome) => !failed.includes(outcome));
  return [...good, ...again, { file: null, passed: 0, failed: [], unsteady: tellUnsteady(failed, again) }];
}

/** @returns {string[]} their names */
function tellUnsteady(failed, again) {
  const still = new Set(again.flatMap((outcome) => outcome.failed));
  const unsteady = failed.flatMap((outcome) => outcome.failed).filter((test) => !still.has(test));
  for (const test of unsteady) console.log(`! failed at first and passed by itself, a fault to be found: ${test}`);
  return unsteady;
}
