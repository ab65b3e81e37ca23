const seconds = (value) => `${value.toFixed(1)} s`;

const table = (heads, rows) =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const COUNTS = ['tests', 'passed', 'failed', 'time'];
const counts = (line) => [line.tests, line.passed, line.failed, seconds(line.seconds)];
const list = (items) => (items.length === 0 ? 'None.' : items.map((item) => `- ${item}`).join('\n'));
/** Quotes a title, so that nothing in it becomes markup. */
const quote = (title) => `\`${title.replaceAll('`', "'")}\``;

function guaranteesTested({ sections }, isWhole) {
  const all = sections.reduce((sum, { guarantees }) => sum + guarantees, 0);
  const untested = sections.flatMap((section) => section.untested);
  const note = untested.length === 0 || !isWhole ? '' : ` Without a test in this run: ${untested.join(', ')}.`;
  return `${all - untested.length} of ${all} guarantees have tests that ran.${note}`;
}

const share = ({ covered, total }) => (total === 0 ? '—' : `${((100 * covered) / total).toFixed(1)} %`);

function coverage(parts) {
  if (parts.length === 0) return 'Not counted in this run: `npm test -- --coverage` does.';
  const rows = parts.map(({ folder, lines, functions }) => [
    ...[folder, lines.total, share(lines)],
    ...[functions.total, share(functions)],
  ]);
  return `What ran in the tests' own processes, as V8 counts it: lines with those of comments, and nothing of servers, renderers,
command lines and browsers that tests start.

${table(['part', 'lines', 'ran', 'functions', 'ran'], rows)}`;
}

/**
 * The report for people.
 * @returns {string} Markdown
 */
export function toMarkdown({ ran, ...sums }) {
  const selection = ran.isWhole ? 'everything, with the checks' : `only ${ran.only.join(', ')}`;
  return `# Test report

**${sums.whole.passed} passed, ${sums.whole.failed} failed** in ${seconds(ran.seconds)}: ${selection}; ${sums.whole.files} files.
Commit ${ran.commit}, ${ran.at}. ${ran.machine}.
${Object.entries(ran.services)
  .map(([name, version]) => `${name} ${version}`)
  .join(', ')}.

Every run of \`npm test\` replaces this page, \`test-report/report.md\`, and the data beside it. Times are those
of the tests alone: the setup of files is not in them, and two files run at once.

## By section of SPEC.md

${guaranteesTested(sums, ran.isWhole)}

${table(
  ['section', 'guarantees', ...COUNTS],
  sums.sections.map((line) => [line.section, line.guarantees, ...counts(line)]),
)}

## By kind

${table(
  ['what they need', ...COUNTS],
  sums.tiers.map((line) => [line.tier, ...counts(line)]),
)}

## By database

Suites of what is stored run once for each database; this counts tests that name one. All others with a server are on SQLite,
or on MySQL and Redis where they have several servers.

${table(
  ['database', ...COUNTS],
  sums.databases.map((line) => [line.database, ...counts(line)]),
)}

## Coverage

${coverage(sums.coverage)}

## Failed

${list(sums.failed.map(quote))}

## The slowest

${table(
  ['test', 'file', 'time'],
  sums.slowest.map(({ title, file, ms }) => [quote(title).replaceAll('|', '\\|'), file, seconds(ms / 1000)]),
)}
`;
}
