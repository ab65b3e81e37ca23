/**
 * `npm test`: everything, from a fresh clone too: the checks, then every test with the real services they talk to.
 * `npm test -- PATTERN …` runs the tests whose path matches, without the checks.
 */
import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { check } from './check.mjs';
import { listTests, runTests } from './jest.mjs';
import { endAllOnSignal } from './processes.mjs';
import { command, say, seconds, Stop } from './say.mjs';
import { provideServices } from './services.mjs';

const began = Date.now();

/** Tests here talk to services, browsers or the built server; all others need nothing but packages. */
const NEEDS_REAL_THINGS = /[/\\]tests[/\\](integration|realtime|e2e|faults)[/\\]/;
const NEEDS_THE_MACHINE = /[/\\]tests[/\\](e2e|faults)[/\\]/;

/** Here servers, databases and networks are killed, and how soon others notice is looked at: nothing else runs beside it. */
const NEEDS_QUIET = /[/\\]tests[/\\]faults[/\\]/;

/** Browsers go after what needs none, one file at a time: two cores are few for them; what needs the machine goes last. */
const ROUNDS = [
  { tiers: ['unit', 'house', 'services'], workers: 2, takes: (file) => !NEEDS_THE_MACHINE.test(file) },
  { tiers: ['browser'], workers: 1, takes: (file) => NEEDS_THE_MACHINE.test(file) && !NEEDS_QUIET.test(file) },
  { tiers: ['faults'], workers: 1, takes: (file) => NEEDS_QUIET.test(file) },
];

let stopServices = async () => {};

async function runRounds(run, files, patterns) {
  const results = [];
  for (const round of ROUNDS) if (files.some(round.takes)) results.push(await runTests(run, round, patterns));
  return results;
}

async function runWithServices(run, files, patterns) {
  await build(run, files.some((file) => NEEDS_THE_MACHINE.test(file)) ? ['server', 'page'] : ['server']);
  const services = await provideServices();
  stopServices = services.stop;
  try {
    return await runRounds({ ...run, env: { ...run.env, ...services.env } }, files, patterns);
  } finally {
    await services.stop();
  }
}

async function runAll(run, patterns) {
  const files = await listTests(run, patterns);
  if (files.length === 0) throw new Stop(`No test matches ${patterns.join(' ')}.`);
  const checked = patterns.length === 0 ? [await check(run)] : [];
  const real = files.some((file) => NEEDS_REAL_THINGS.test(file));
  return [...checked, ...(await (real ? runWithServices : runRounds)(run, files, patterns))];
}

await command(async () => {
  endAllOnSignal({ before: () => stopServices() });
  const results = await runAll(await bootstrap(), process.argv.slice(2));
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  say(`Done in ${seconds(Date.now() - began)}`);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed') === 0 ? 0 : 1;
});
