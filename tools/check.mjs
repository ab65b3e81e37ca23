import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';

import { NATIVE_COMPILER } from './check/compiler.mjs';
import { at } from './paths.mjs';
import { capture, show } from './processes.mjs';
import { say, seconds } from './say.mjs';

const CACHE = 'node_modules/.cache';
const PASSED = at(CACHE, 'check.json');

/** Tools written in JavaScript make much garbage: collecting it less often saves a tenth of the CPU time. */
const script = (path) => ['--max-semi-space-size=64', at('node_modules', path)];
/** The same for those written in Go, for a tenth more memory. */
const LESS_COLLECTING = { GOGC: '400' };
const OXLINT = [at('node_modules/oxlint/bin/oxlint')];
const OXFMT = [at('node_modules/oxfmt/bin/oxfmt')];
const CRUISER = script('dependency-cruiser/bin/dependency-cruiser.mjs');

/** What every part depends on, beside its own files. */
const TOOLS = ['package-lock.json', 'tools/check.mjs', 'tools/check/*'];
const SERVER = ['{apps,libs,tests}/**/*.{ts,mts,mjs,json}', 'tsconfig*.json'];
const CLIENT = ['web/**/*.{ts,vue,json}', 'libs/{contract,infotext}/**/*.ts', 'tsconfig.base.json'];
const SCRIPTS = ['tools/**/*.mjs', 'models/**/*.mjs', '*.mjs'];

/**
 * Each rule has one authority. Shown in this order. A part that passed is not run again until one of the files it reads
 * changes; without `reads` it always runs.
 */
const PARTS = [
  {
    name: 'types',
    args: [...NATIVE_COMPILER, '-p', 'tsconfig.json', '--incremental', '--tsBuildInfoFile', `${CACHE}/types.json`],
    reads: SERVER,
  },
  { name: 'types and templates of the client', args: [at('tools/check/client-types.mjs')], reads: CLIENT },
  { name: 'translations', args: [at('tools/check/translations.mjs')] },
  {
    name: 'lint',
    args: [...OXLINT, '--ignore-pattern', 'web/**', '.'],
    reads: [...SERVER, ...SCRIPTS, '.oxlintrc.json'],
  },
  { name: 'lint of the client', args: [...OXLINT, 'web'], reads: [...CLIENT, '.oxlintrc.json'] },
  { name: 'format', args: [...OXFMT, '--check', '.'] },
  {
    name: 'dependencies',
    args: [...CRUISER, 'apps', 'libs', 'tests'],
    reads: [...SERVER, ...SCRIPTS, 'package.json', '.dependency-cruiser.mjs'],
  },
  {
    name: 'dependencies of the client',
    args: [...CRUISER, 'web', '--ts-config', 'web/tsconfig.json'],
    reads: [...CLIENT, 'package.json', '.dependency-cruiser.mjs'],
  },
  {
    name: 'dead code',
    args: [...script('knip/bin/knip.js'), '--no-progress', '--treat-config-hints-as-errors'],
    reads: [...SERVER, ...CLIENT, ...SCRIPTS, 'package.json', 'knip.json'],
  },
];

/** Has a program take only what nothing else on this machine wants. */
const patient = (words) => (process.platform === 'win32' ? words : ['nice', '-n', '19', ...words]);

/** @returns {(globs: string[]) => string} the hash of all files that match; each file is read once */
function fingerprints() {
  const files = new Map();
  const hashOf = (file) => {
    const known =
      files.get(file) ??
      createHash('sha1')
        .update(readFileSync(at(file)))
        .digest('base64');
    files.set(file, known);
    return known;
  };
  return (globs) => {
    const whole = createHash('sha1').update(process.version);
    for (const file of globSync([...TOOLS, ...globs], { cwd: at() }).sort()) whole.update(`${file} ${hashOf(file)}\n`);
    return whole.digest('base64');
  };
}

const readPassed = () => (existsSync(PASSED) ? JSON.parse(readFileSync(PASSED, 'utf8')) : {});

async function runPart({ args }, { node, env, isPatient = false }) {
  const began = Date.now();
  const words = [node, ...args];
  const [program, ...rest] = isPatient ? patient(words) : words;
  const { code, output } = await capture(program, rest, { env: { ...env, ...LESS_COLLECTING } });
  return { isPassed: code === 0, output: output.trim(), how: seconds(Date.now() - began) };
}

/** @returns {(work: () => Promise<T>) => Promise<T>} runs what it is given, so many at a time, in the order of the calls */
function limited(most) {
  const waiting = [];
  let free = most;
  return async (work) => {
    if (free === 0) await new Promise((begin) => waiting.push(begin));
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
 * Types, translations, lint, format, dependencies, dead code: one line each, and the output of a tool only where it fails.
 * @param {{isPatient?: boolean}} run whether the checks yield to what runs beside them
 * @returns {Promise<{file: null, passed: number, failed: string[]}>} `failed` has the names of those that did not pass
 */
export async function check(run) {
  const fingerprint = fingerprints();
  const before = readPassed();
  const after = {};
  const resultOf = async (part) => {
    const key = part.reads && fingerprint(part.reads);
    const isKnown = key !== undefined && before[part.name] === key;
    const result = isKnown ? { isPassed: true, how: 'unchanged' } : await runPart(part, run);
    if (result.isPassed && key) after[part.name] = key;
    return result;
  };
  const inTurn = limited(Math.max(2, availableParallelism()));
  const results = PARTS.map((part) => inTurn(() => resultOf(part)));
  const failed = [];
  for (const [index, { name }] of PARTS.entries()) {
    const { isPassed, output, how } = await results[index];
    console.log(`${isPassed ? '✓' : '✗'} ${name} (${how})`);
    if (isPassed) continue;
    console.log(output);
    failed.push(name);
  }
  mkdirSync(dirname(PASSED), { recursive: true });
  writeFileSync(PASSED, JSON.stringify(after));
  return { file: null, passed: PARTS.length - failed.length, failed };
}

/** Applies what is safe to apply and formats: everything, or the given paths. @returns {Promise<number>} the exit code */
export async function fix({ node, env }, paths) {
  const only = paths.length > 0 ? paths : ['.'];
  say(`Fixing and formatting ${only.join(' ')}`);
  const linted = await show(node, [...OXLINT, '--fix', ...only], { env });
  const formatted = await show(node, [...OXFMT, '--no-error-on-unmatched-pattern', ...only], { env });
  return linted || formatted;
}
