import { guaranteesOf, readSections } from './guarantees.mjs';

/** From the fastest to those that need a browser. */
const TIERS = [
  ['unit', /^(libs|apps|web)\//],
  ['architecture, contract, golden values', /^tests\/(architecture|contract|golden)\//],
  ['integration: a running server', /^tests\/(integration|realtime)\//],
  ['browsers', /^tests\/e2e\//],
  ['faults: killed processes and lost connections', /^tests\/faults\//],
];
const DATABASES = { SQLite: /sqlite/i, MySQL: /mysql|mariadb/i };

const passed = ({ status }) => status === 'passed';

function totals(tests) {
  const passedCount = tests.filter(passed).length;
  const ms = tests.reduce((sum, test) => sum + test.ms, 0);
  return {
    tests: tests.length,
    passed: passedCount,
    failed: tests.length - passedCount,
    seconds: Math.round(ms / 100) / 10,
  };
}

/** A guarantee is kept when tests name it and all of them passed. */
function sectionOf({ letters, title, guarantees }, tests) {
  const testsByGuarantee = new Map(guarantees.map((guarantee) => [guarantee, []]));
  for (const test of tests) {
    for (const guarantee of guaranteesOf(test.title)) testsByGuarantee.get(guarantee)?.push(test);
  }
  const sectionTests = [...new Set([...testsByGuarantee.values()].flat())];
  const tested = guarantees.filter((guarantee) => testsByGuarantee.get(guarantee).length > 0);
  const broken = tested.filter((guarantee) => !testsByGuarantee.get(guarantee).every(passed));
  const untested = guarantees.filter((guarantee) => testsByGuarantee.get(guarantee).length === 0);
  return { section: `${letters}: ${title}`, guarantees: guarantees.length, ...totals(sectionTests), broken, untested };
}

/**
 * Summarizes a test run.
 * @param {import('../jest.mjs').Outcome[]} outcomes of files, and one without a file for the checks
 */
export function summarize(outcomes, sections = readSections()) {
  const tests = outcomes.flatMap(({ file, tests = [] }) => tests.map((test) => ({ file, ...test })));
  const totalsOf = (isIncluded) => totals(tests.filter(isIncluded));
  return {
    whole: {
      passed: outcomes.reduce((sum, outcome) => sum + outcome.passed, 0),
      failed: outcomes.reduce((sum, outcome) => sum + outcome.failed.length, 0),
      files: outcomes.filter(({ file }) => file !== null).length,
    },
    tiers: TIERS.map(([tier, path]) => ({ tier, ...totalsOf(({ file }) => path.test(file)) })),
    databases: Object.entries(DATABASES).map(([database, name]) => ({
      database,
      ...totalsOf(({ title }) => name.test(title)),
    })),
    sections: sections.map((section) => sectionOf(section, tests)),
    failed: outcomes.flatMap(({ failed }) => failed),
    coverage: outcomes.flatMap(({ coverage = [] }) => coverage),
    slowest: [...tests].sort((one, other) => other.ms - one.ms).slice(0, 10),
  };
}
