import { UserError } from './console.mjs';

/** Databases that DIALECT can select, with their display names. */
const DIALECTS = { sqlite: 'SQLite', mysql: 'MySQL' };

const USAGE = `npm test -- [PATTERN …] [-t NAME] [--coverage]
  PATTERN   only test files whose path matches
  -t NAME   only tests whose title matches NAME
  --coverage  also measures coverage
  DIALECT=sqlite or DIALECT=mysql in the environment runs database suites on that one only`;

function readDialect({ DIALECT: dialect = '' }) {
  if (dialect === '' || Object.hasOwn(DIALECTS, dialect)) return dialect || undefined;
  throw new UserError(`DIALECT is "${dialect}", which is not a test database.`, USAGE);
}

/**
 * @typedef {{patterns: string[], title?: string, hasCoverage: boolean, dialect?: 'sqlite' | 'mysql', isNarrow: boolean,
 * only: string[]}} TestSelection `isNarrow`: not all files and tests run; `only` describes the selection
 * @param {string[]} args arguments after `npm test --`
 * @returns {TestSelection}
 */
export function readArguments(args, env) {
  const patterns = [];
  let title;
  let hasCoverage = false;
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [flag, value] = /^(-t|--testNamePattern)(?:=(.*))?$/.exec(arg)?.slice(1) ?? [];
    if (flag) title = value ?? rest.shift();
    else if (arg === '--coverage') hasCoverage = true;
    else if (arg.startsWith('-')) throw new UserError(`npm test does not know the flag "${arg}".`, USAGE);
    else patterns.push(arg);
    if (flag && !title) throw new UserError(`${flag} needs the title of a test after it.`, USAGE);
  }
  const dialect = readDialect(env);
  const only = [
    ...(patterns.length > 0 ? [`files that match ${patterns.join(' ')}`] : []),
    ...(title ? [`tests named like "${title}"`] : []),
    ...(dialect ? [`database suites on ${DIALECTS[dialect]} only (DIALECT=${dialect})`] : []),
  ];
  return { patterns, title, hasCoverage, dialect, isNarrow: patterns.length > 0 || title !== undefined, only };
}
