import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';

import { NATIVE_COMPILER } from './check/compiler.mjs';
import { at } from './paths.mjs';
import { capture, show } from './processes.mjs';
import { logStep, seconds } from './console.mjs';

const CACHE = 'node_modules/.cache';
const PASSED = at(CACHE, 'check-passed.json');

/** JavaScript tools allocate much. Less frequent garbage collection saves a tenth of the CPU time. */
const script = (path) => ['--max-semi-space-size=64', at('node_modules', path)];
/** The same for tools in Go, for a tenth more memory. */
const RARE_GC = { GOGC: '400' };
const OXLINT = [at('node_modules/oxlint/bin/oxlint')];
const OXFMT = [at('node_modules/oxfmt/bin/oxfmt')];
const CRUISER = script('dependency-cruiser/bin/dependency-cruiser.mjs');

const FOLDERS = ['apps', 'libs', 'tests', 'web', 'tools', 'models'];
/** Files that every check depends on. */
const ALWAYS_READ = /^(package-lock\.json|tools\/check(\/[^/]+)?\.mjs)$/;
const SERVER = /^((apps|libs|tests)\/.*\.(ts|mts|mjs|json)|tsconfig(\.base)?\.json)$/;
const CLIENT = /^(web\/.*\.(ts|vue|json)|libs\/(contract|infotext)\/.*\.ts|tsconfig\.base\.json)$/;
const SCRIPTS = /^((tools|models)\/.*\.mjs|[^/]+\.mjs)$/;
const exactly = (...files) => new RegExp(`^(${files.map((file) => file.replaceAll('.', '\\.')).join('|')})$`);

/**
 * All checks, in output order; each rule is checked by one tool only. A check that passed runs again only when a file
 * in `reads` changes, or the module names that a file in `imports` uses. Without `reads` it always runs.
 */
const CHECKS = [
  {
    name: 'types',
    args: [...NATIVE_COMPILER, '-p', 'tsconfig.json', '--incremental', '--tsBuildInfoFile', `${CACHE}/types.json`],
    reads: [SERVER],
  },
  { name: 'types and templates of the client', args: [at('tools/check/client-types.mjs')], reads: [CLIENT] },
  { name: 'translations', args: [at('tools/check/translations.mjs')] },
  {
    name: 'lint',
    args: [...OXLINT, '--ignore-pattern', 'web/**', '.'],
    reads: [SERVER, SCRIPTS, exactly('.oxlintrc.json')],
  },
  { name: 'lint of the client', args: [...OXLINT, 'web'], reads: [CLIENT, exactly('.oxlintrc.json')] },
  { name: 'format', args: [...OXFMT, '--check', '.'] },
  {
    name: 'dependencies',
    args: [...CRUISER, 'apps', 'libs', 'tests'],
    reads: [exactly('package.json', 'tsconfig.json', 'tsconfig.base.json', '.dependency-cruiser.mjs')],
    imports: [SERVER, SCRIPTS],
  },
  {
    name: 'dependencies of the client',
    args: [...CRUISER, 'web', '--ts-config', 'web/tsconfig.json'],
    reads: [exactly('package.json', 'tsconfig.base.json', 'web/tsconfig.json', '.dependency-cruiser.mjs')],
    imports: [CLIENT],
  },
  {
    name: 'dead code',
    args: [...script('knip/bin/knip.js'), '--no-progress', '--treat-config-hints-as-errors'],
    reads: [SERVER, CLIENT, SCRIPTS, exactly('package.json', 'knip.json')],
  },
];

/** Runs a program at the lowest CPU priority. */
const atLowPriority = (args) => (process.platform === 'win32' ? args : ['nice', '-n', '19', ...args]);

const hash = (data) => createHash('sha1').update(data).digest('base64');

/** The import statements of a source. Other edits don't change its dependencies. */
const importsOf = (text) => (text.match(/\b(?:from|import|require)\b\s*\(?\s*(['"`]).+?\1/g) ?? []).join('\n');

/** @returns {string[]} all files that checks can read, relative to the root of the project */
function sources() {
  const folderFiles = FOLDERS.flatMap((folder) =>
    readdirSync(at(folder), { recursive: true }).map((file) => `${folder}/${file.replaceAll('\\', '/')}`),
  );
  return [...readdirSync(at()), ...folderFiles].sort();
}

/**
 * @returns {(part: {reads: RegExp[], imports?: RegExp[]}) => string} the hash of what a check reads; reads each file
 * once
 */
function fingerprints() {
  const cache = new Map();
  const cached = (key, make) => {
    if (!cache.has(key)) cache.set(key, make());
    return cache.get(key);
  };
  const text = (file) => cached(`text ${file}`, () => readFileSync(at(file), 'utf8'));
  const contentHash = (file) => cached(`content ${file}`, () => hash(text(file)));
  const importHash = (file) => cached(`imports ${file}`, () => hash(importsOf(text(file))));
  const files = sources();
  const list = (patterns, hashOf) =>
    files.filter((file) => patterns.some((pattern) => pattern.test(file))).map((file) => `${file} ${hashOf(file)}`);
  return ({ reads, imports = [] }) =>
    hash([process.version, ...list([ALWAYS_READ, ...reads], contentHash), ...list(imports, importHash)].join('\n'));
}

/** Number of remembered states of the tree, so that checks don't run again after switching back. */
const REMEMBERED = 20;

function remember(passed, part, key) {
  passed[part] = [key, ...(passed[part] ?? []).filter((other) => other !== key)].slice(0, REMEMBERED);
}

const readPassed = () => (existsSync(PASSED) ? JSON.parse(readFileSync(PASSED, 'utf8')) : {});

async function runCheck({ args }, { node, env, hasLowPriority = false }) {
  const startedAt = Date.now();
  const commandLine = [node, ...args];
  const [program, ...rest] = hasLowPriority ? atLowPriority(commandLine) : commandLine;
  const { code, output } = await capture(program, rest, { env: { ...env, ...RARE_GC } });
  return { isPassed: code === 0, output: output.trim(), note: seconds(Date.now() - startedAt) };
}

/** @returns {(work: () => Promise<T>) => Promise<T>} runs functions with limited concurrency, in call order */
function limitConcurrency(max) {
  const waiting = [];
  let free = max;
  return async (work) => {
    if (free === 0) await new Promise((start) => waiting.push(start));
    else free--;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}

/**
 * Runs all checks: types, translations, lint, format, dependencies, dead code. Prints one line each, and the output
 * of failed ones.
 * @param {{hasLowPriority?: boolean}} run `hasLowPriority`: run the checks at low priority
 * @returns {Promise<{file: null, passed: number, failed: string[]}>} `failed` has the names of failed checks
 */
export async function check(runtime) {
  const fingerprint = fingerprints();
  const passed = readPassed();
  const cachedResultOf = async (part) => {
    const key = part.reads && fingerprint(part);
    const hasPassed = passed[part.name]?.includes(key);
    const result = hasPassed ? { isPassed: true, note: 'unchanged' } : await runCheck(part, runtime);
    if (result.isPassed && key) remember(passed, part.name, key);
    return result;
  };
  const limit = limitConcurrency(Math.max(2, availableParallelism()));
  const results = CHECKS.map((part) => limit(() => cachedResultOf(part)));
  const failed = [];
  for (const [index, { name }] of CHECKS.entries()) {
    const { isPassed, output, note } = await results[index];
    console.log(`${isPassed ? '✓' : '✗'} ${name} (${note})`);
    if (isPassed) continue;
    console.log(output);
    failed.push(name);
  }
  mkdirSync(dirname(PASSED), { recursive: true });
  writeFileSync(PASSED, JSON.stringify(passed));
  return { file: null, passed: CHECKS.length - failed.length, failed };
}

/**
 * Applies safe fixes and formats everything, or the given paths.
 * @returns {Promise<number>} the exit code
 */
export async function fix({ node, env }, paths) {
  const only = paths.length > 0 ? paths : ['.'];
  logStep(`Fixing and formatting ${only.join(' ')}`);
  const linted = await show(node, [...OXLINT, '--fix', ...only], { env });
  const formatted = await show(node, [...OXFMT, '--no-error-on-unmatched-pattern', ...only], { env });
  return linted || formatted;
}
