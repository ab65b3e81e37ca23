import { availableParallelism } from 'node:os';

import { at } from './paths.mjs';
import { capture } from './processes.mjs';
import { seconds } from './console.mjs';

const CACHE = 'node_modules/.cache';

/** Each rule has one authority. Longest first, so that the short ones fill the gaps. */
const PARTS = [
  ['lint', 'eslint/bin/eslint.js', '.', '--max-warnings=0', '--cache', '--cache-location', `${CACHE}/eslint.json`],
  [
    'types of the page',
    'vue-tsc/bin/vue-tsc.js',
    '-p',
    'web/tsconfig.json',
    '--incremental',
    '--tsBuildInfoFile',
    `${CACHE}/vue-tsc.json`,
  ],
  ['types', 'typescript/bin/tsc', '-p', 'tsconfig.json', '--incremental', '--tsBuildInfoFile', `${CACHE}/tsc.json`],
  ['format', 'prettier/bin/prettier.cjs', '--check', '.', '--cache', '--cache-location', `${CACHE}/prettier.json`],
  ['arrows', 'dependency-cruiser/bin/dependency-cruiser.mjs', 'apps', 'libs', 'tests'],
  ['arrows of the page', 'dependency-cruiser/bin/dependency-cruiser.mjs', 'web', '--ts-config', 'web/tsconfig.json'],
  ['dead code', 'knip/bin/knip.js', '--no-progress', '--treat-config-hints-as-errors'],
];

/** Has a program take only what nothing else on this machine wants. */
const patient = (words) => (process.platform === 'win32' ? words : ['nice', '-n', '19', ...words]);

async function runPart([name, script, ...args], { node, env, isPatient = false }) {
  const began = Date.now();
  const words = [node, at('node_modules', script), ...args];
  const [program, ...rest] = isPatient ? patient(words) : words;
  const { code, output } = await capture(program, rest, { env });
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds(Date.now() - began)})`);
  if (code !== 0) console.log(output.trim());
  return { name, isPassed: code === 0 };
}

/**
 * Format, lint, types, arrows, dead code: one line each, and what a tool says only where it fails.
 * @param {{isPatient?: boolean}} run whether something else goes on that comes first
 * @returns {Promise<{file: null, passed: number, failed: string[]}>} `failed` has the names of those that did not pass
 */
export async function check(run) {
  const waiting = [...PARTS];
  const results = [];
  const work = async () => {
    for (let part = waiting.shift(); part; part = waiting.shift()) results.push(await runPart(part, run));
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
  const failed = results.filter(({ isPassed }) => !isPassed).map(({ name }) => name);
  return { file: null, passed: results.length - failed.length, failed };
}
