const seconds = (value) => `${value.toFixed(1)} s`;

const table = (headers, rows) =>
  [headers, headers.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const COUNTS = ['tests', 'passed', 'failed', 'time'];
const counts = (totals) => [totals.tests, totals.passed, totals.failed, seconds(totals.seconds)];
const list = (items) => (items.length === 0 ? 'None.' : items.map((item) => `- ${item}`).join('\n'));
/** Quotes a title, so that nothing in it becomes markup. */
const code = (title) => `\`${title.replaceAll('`', "'")}\``;

function guaranteesTested({ sections }, isWhole) {
  const all = sections.reduce((sum, { guarantees }) => sum + guarantees, 0);
  const untested = sections.flatMap((section) => section.untested);
  const untestedNote = untested.length === 0 || !isWhole ? '' : ` Without a test in this run: ${untested.join(', ')}.`;
  return `${all - untested.length} of ${all} guarantees have tests that ran.${untestedNote}`;
}

const share = ({ covered, total }) => (total === 0 ? '—' : `${((100 * covered) / total).toFixed(1)} %`);

function coverage(parts) {
  if (parts.length === 0) return 'Not counted in this run: `npm test -- --coverage` does.';
  const rows = parts.map(({ folder, lines, functions }) => [
    ...[folder, lines.total, share(lines)],
    ...[functions.total, share(functions)],
  ]);
  return `What ran in the processes of the tests, as V8 counts it: lines include comments. Servers, renderers, command lines, and
browsers that tests start are not counted.

${table(['part', 'lines', 'ran', 'functions', 'ran'], rows)}`;
}

/** Formats the report as Markdown. */
export function toMarkdown({ ran, ...sums }) {
  const scope = ran.isWhole ? 'everything, with the checks' : `only ${ran.only.join(', ')}`;
  return `# Test report

**${sums.whole.passed} passed, ${sums.whole.failed} failed** in ${seconds(ran.seconds)}: ${scope}; ${sums.whole.files} files.
Commit ${ran.commit}, ${ran.at}. ${ran.machine}.
${Object.entries(ran.services)
  .map(([name, version]) => `${name} ${version}`)
  .join(', ')}.

Every run of \`npm test\` replaces this page, \`test-report/report.md\`, and the data beside it. Times are those
of the tests alone, without the start of each file. Three files run at once.

## By section of SPEC.md

${guaranteesTested(sums, ran.isWhole)}

${table(
  ['section', 'guarantees', ...COUNTS],
  sums.sections.map((row) => [row.section, row.guarantees, ...counts(row)]),
)}

## By kind

${table(
  ['kind', ...COUNTS],
  sums.tiers.map((row) => [row.tier, ...counts(row)]),
)}

## By database

Suites of storage run once per database; this counts tests that name one. All other tests with a server use SQLite, or
MySQL and Redis if they have several servers.

${table(
  ['database', ...COUNTS],
  sums.databases.map((row) => [row.database, ...counts(row)]),
)}

## Coverage

${coverage(sums.coverage)}

## Failed

${list(sums.failed.map(code))}

## Slowest tests

${table(
  ['test', 'file', 'time'],
  sums.slowest.map(({ title, file, ms }) => [code(title).replaceAll('|', '\\|'), file, seconds(ms / 1000)]),
)}
`;
}
