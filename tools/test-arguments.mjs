import { Stop } from './console.mjs';

/** Databases that DIALECT can select, with their display names. */
const DIALECTS = { sqlite: 'SQLite', mysql: 'MySQL' };

const USAGE = `npm test -- [PATTERN …] [-t NAME] [--coverage]
  PATTERN   only test files whose path matches
  -t NAME   only tests whose title matches NAME
  --coverage  also counts which lines and functions run
  DIALECT=sqlite or DIALECT=mysql before it runs suites of every database on that one alone`;

function dialectIn({ DIALECT: dialect = '' }) {
  if (dialect === '' || Object.hasOwn(DIALECTS, dialect)) return dialect || undefined;
  throw new Stop(`DIALECT is "${dialect}", which is no database of the tests.`, USAGE);
}

/**
 * @typedef {{patterns: string[], title?: string, isCounted: boolean, dialect?: 'sqlite' | 'mysql', isNarrow: boolean,
 * only: string[]}} Selection `isNarrow`: not all files and tests run; `only` describes the selection
 * @param {string[]} args arguments after `npm test --`
 * @returns {Selection}
 */
export function readArguments(args, env) {
  const patterns = [];
  let title;
  let isCounted = false;
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [flag, value] = /^(-t|--testNamePattern)(?:=(.*))?$/.exec(arg)?.slice(1) ?? [];
    if (flag) title = value ?? rest.shift();
    else if (arg === '--coverage') isCounted = true;
    else if (arg.startsWith('-')) throw new Stop(`npm test does not know the flag "${arg}".`, USAGE);
    else patterns.push(arg);
    if (flag && !title) throw new Stop(`${flag} needs the title of a test after it.`, USAGE);
  }
  const dialect = dialectIn(env);
  const only = [
    ...(patterns.length > 0 ? [`files that match ${patterns.join(' ')}`] : []),
    ...(title ? [`tests named like "${title}"`] : []),
    ...(dialect ? [`suites of every database on ${DIALECTS[dialect]} alone (DIALECT=${dialect})`] : []),
  ];
  return { patterns, title, isCounted, dialect, isNarrow: patterns.length > 0 || title !== undefined, only };
}
