import { guaranteesOf, readSections } from './guarantees.mjs';

/** From the fastest to those that need a browser. */
const TIERS = [
  ['beside the source', /^(libs|apps|web)\//],
  ['the house: arrows, contract, golden values', /^tests\/(architecture|contract|golden)\//],
  ['a booted server', /^tests\/(integration|realtime)\//],
  ['browsers', /^tests\/e2e\//],
  ['faults: killed and cut off', /^tests\/faults\//],
];
const DATABASES = { SQLite: /sqlite/i, MySQL: /mysql|mariadb/i };

const passed = ({ status }) => status === 'passed';

function line(tests) {
  const good = tests.filter(passed).length;
  const ms = tests.reduce((sum, test) => sum + test.ms, 0);
  return { tests: tests.length, passed: good, failed: tests.length - good, seconds: Math.round(ms / 100) / 10 };
}

/** A guarantee is kept when tests name it and all of them passed. */
function sectionOf({ letters, title, guarantees }, tests) {
  const about = new Map(guarantees.map((guarantee) => [guarantee, []]));
  for (const test of tests) for (const guarantee of guaranteesOf(test.title)) about.get(guarantee)?.push(test);
  const mine = [...new Set([...about.values()].flat())];
  const tested = guarantees.filter((guarantee) => about.get(guarantee).length > 0);
  const broken = tested.filter((guarantee) => !about.get(guarantee).every(passed));
  const untested = guarantees.filter((guarantee) => about.get(guarantee).length === 0);
  return { section: `${letters}: ${title}`, guarantees: guarantees.length, ...line(mine), broken, untested };
}

/**
 * Summarizes a test run.
 * @param {import('../jest.mjs').Outcome[]} outcomes of files, and one without a file for the checks
 */
export function sumUp(outcomes, sections = readSections()) {
  const tests = outcomes.flatMap(({ file, tests = [] }) => tests.map((test) => ({ file, ...test })));
  const of = (takes) => line(tests.filter(takes));
  return {
    whole: {
      passed: outcomes.reduce((sum, outcome) => sum + outcome.passed, 0),
      failed: outcomes.reduce((sum, outcome) => sum + outcome.failed.length, 0),
      files: outcomes.filter(({ file }) => file !== null).length,
    },
    tiers: TIERS.map(([tier, path]) => ({ tier, ...of(({ file }) => path.test(file)) })),
    databases: Object.entries(DATABASES).map(([database, name]) => ({
      database,
      ...of(({ title }) => name.test(title)),
    })),
    sections: sections.map((section) => sectionOf(section, tests)),
    failed: outcomes.flatMap(({ failed }) => failed),
    coverage: outcomes.flatMap(({ ran = [] }) => ran),
    slowest: [...tests].sort((one, other) => other.ms - one.ms).slice(0, 10),
  };
}
