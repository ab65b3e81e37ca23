/**
 * `npm test`: runs all checks and all tests with real services, also on a fresh clone. `npm test -- PATTERN … [-t
 * NAME]` runs only tests whose path and title match, without the checks. `--coverage` measures coverage for a sixth
 * more CPU time. DIALECT=sqlite runs database suites on SQLite alone. Failures are listed at the end, and fail the
 * run.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { check } from './check.mjs';
import { listTests, runTests } from './jest.mjs';
import { capture, endAll, endAllOnSignal } from './processes.mjs';
import { command, logStep, seconds, UserError } from './console.mjs';
import { provideServers, provideServices } from './services.mjs';
import { readArguments } from './test-arguments.mjs';
import { writeReport } from './test-report/write.mjs';

const startedAt = Date.now();

/** Tests in these folders need services, browsers, or the built server. All others need only packages. */
const NEEDS_SERVICES = /[/\\]tests[/\\](integration|realtime|e2e|faults)[/\\]/;
const NEEDS_PAGE = /[/\\]tests[/\\](e2e|faults)[/\\]/;

const TIERS = ['unit', 'client', 'house', 'services', 'browser', 'faults'];

/** More than two cores are busy with: tests wait for processes, disks, and time. They must pass whatever else runs on the machine. */
const WORKERS = 3;

let stopServices = async () => {};
/** Versions of programs used by the run, for the report. */
const versions = { Node: process.versions.node };

function runJest(runtime, { patterns, title, hasCoverage }) {
  const selectionArgs = [
    ...(title ? ['--testNamePattern', title] : []),
    ...(patterns.length > 0 ? ['--', ...patterns] : []),
  ];
  return runTests(
    runtime,
    { tiers: TIERS, workers: WORKERS, hasCoverage, isNamed: title !== undefined },
    selectionArgs,
  );
}

async function runWithServices(runtime, files, selection) {
  await build(runtime, files.some((file) => NEEDS_PAGE.test(file)) ? ['server', 'page'] : ['server']);
  const services = await provideServices({ inMemory: true });
  stopServices = services.stop;
  Object.assign(versions, services.versions);
  const folder = mkdtempSync(join(tmpdir(), 'visionary-template-'));
  try {
    const env = { ...runtime.env, ...services.env, TEST_DATABASE_TEMPLATES: folder };
    await createTemplates({ ...runtime, env }, folder);
    return await runJest({ ...runtime, env }, selection);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await services.stop();
  }
}

/** Makes databases with all tables, which tests copy. */
async function createTemplates({ node, env }, folder) {
  const { code, output } = await capture(node, ['tests/support/database-templates.mjs', folder], { env });
  if (code !== 0) throw new UserError('The migrations failed on an empty database.', output.trim());
}

async function runAll(runtime, selection) {
  const { patterns, title, isNarrow } = selection;
  const files = await listTests(runtime, patterns);
  if (files.length === 0) throw new UserError(`No test matches ${patterns.join(' ')}.`);
  // Tests often wait for time or services. The checks use those gaps at low priority and cost almost no time.
  const checks = isNarrow ? [] : [check({ ...runtime, hasLowPriority: true })];
  const needsServices = files.some((file) => NEEDS_SERVICES.test(file));
  const tests = needsServices ? runWithServices(runtime, files, selection) : runJest(runtime, selection);
  try {
    const outcomes = (await Promise.all([...checks, tests])).flat();
    const isEmpty = outcomes.every(({ passed, failed }) => passed + failed.length === 0);
    if (title && isEmpty) throw new UserError(`No test is named like "${title}".`);
    return outcomes;
  } catch (error) {
    await endAll(0);
    throw error;
  }
}

await command(async () => {
  endAllOnSignal({ before: () => stopServices() });
  const selection = readArguments(process.argv.slice(2), process.env);
  for (const part of selection.only) logStep(`Only ${part}`);
  // Installs Debian packages while npm installs its own. A failure is reported when they are needed.
  const programs = selection.isNarrow ? undefined : provideServers().catch(() => undefined);
  const { env, ...installed } = await bootstrap();
  // Images are compared byte by byte. Tests of devices choose one.
  const runtime = { ...installed, env: { ...env, RENDERER_PROVIDER: 'cpu' } };
  await programs;
  const outcomes = await runAll(runtime, selection);
  await writeReport(outcomes, {
    only: selection.only,
    isWhole: selection.only.length === 0,
    ms: Date.now() - startedAt,
    services: versions,
  });
  const failures = outcomes.flatMap(({ file, failed, reasons }) =>
    failed.map((title) => ({ name: file ? `${file}: ${title}` : title, reason: reasons?.[title] })),
  );
  for (const { name, reason } of failures) {
    console.log(`✗ ${name}${reason ? `\n${reason.replace(/^/gm, '    ')}` : ''}`);
  }
  logStep(`Done in ${seconds(Date.now() - startedAt)}`);
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const selectionNote = selection.only.length > 0 ? `, only ${selection.only.join(', ')}` : '';
  console.log(`${passed} passed, ${failures.length} failed${selectionNote}`);
  return failures.length === 0 ? 0 : 1;
});
