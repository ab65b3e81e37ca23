/**
 * `npm test`: everything, from a fresh clone too: every check, and every test with the real services they talk to.
 * `npm test -- PATTERN …` runs the tests whose path matches, without the checks. `npm test -- --coverage …` counts which
 * lines and functions run, which takes a sixth more of the processor.
 */
import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { check } from './check.mjs';
import { listTests, runTests } from './jest.mjs';
import { endAll, endAllOnSignal } from './processes.mjs';
import { command, say, seconds, Stop } from './console.mjs';
import { lookAgain } from './rerun-failed.mjs';
import { provideServers, provideServices } from './services.mjs';
import { writeReport } from './test-report/write.mjs';

const began = Date.now();

/** Tests here talk to services, browsers or the built server; all others need nothing but packages. */
const NEEDS_REAL_THINGS = /[/\\]tests[/\\](integration|realtime|e2e|faults)[/\\]/;
const NEEDS_PROGRAMS = /[/\\]tests[/\\](e2e|faults)[/\\]/;

const TIERS = ['unit', 'house', 'services', 'browser', 'faults'];

/** A test holds against whatever runs beside it: on a machine that others use that is the case anyway. */
const WORKERS = 2;

const COVERAGE = '--coverage';

let stopServices = async () => {};
/** What ran beside the tests, for the report. */
const versions = { Node: process.versions.node };

async function runJest(run, { patterns, isCounted }) {
  const only = patterns.length > 0 ? ['--', ...patterns] : [];
  const outcomes = await runTests(run, { tiers: TIERS, workers: WORKERS, isCounted }, only);
  // Whoever asked for certain tests looks at each failure.
  return patterns.length > 0 ? outcomes : lookAgain(run, TIERS, outcomes);
}

async function runWithServices(run, files, asked) {
  await build(run, files.some((file) => NEEDS_PROGRAMS.test(file)) ? ['server', 'page'] : ['server']);
  const services = await provideServices({ inMemory: true });
  stopServices = services.stop;
  Object.assign(versions, services.versions);
  try {
    return await runJest({ ...run, env: { ...run.env, ...services.env } }, asked);
  } finally {
    await services.stop();
  }
}

async function runAll(run, asked) {
  const { patterns } = asked;
  const files = await listTests(run, patterns);
  if (files.length === 0) throw new Stop(`No test matches ${patterns.join(' ')}.`);
  // Tests wait now and then, for time or for a service: the checks take what is left over then, and cost next to nothing.
  const checked = patterns.length === 0 ? [check({ ...run, isPatient: true })] : [];
  const real = files.some((file) => NEEDS_REAL_THINGS.test(file));
  const tested = real ? runWithServices(run, files, asked) : runJest(run, asked);
  try {
    return (await Promise.all([...checked, tested])).flat();
  } catch (error) {
    await endAll(0);
    throw error;
  }
}

await command(async () => {
  endAllOnSignal({ before: () => stopServices() });
  const isCounted = process.argv.includes(COVERAGE);
  const patterns = process.argv.slice(2).filter((word) => word !== COVERAGE);
  // Programs come from Debian while packages come from npm; what goes wrong there is said when they are needed.
  const programs = patterns.length > 0 ? undefined : provideServers().catch(() => undefined);
  const run = await bootstrap();
  await programs;
  const outcomes = await runAll(run, { patterns, isCounted });
  await writeReport(outcomes, { patterns, ms: Date.now() - began, services: versions });
  say(`Done in ${seconds(Date.now() - began)}`);
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed.length, 0);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
