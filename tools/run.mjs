/** Runs `npm run check`, `fix`, `build`, `bench -- NAME`, `soak -- NAME`, and `fuzz -- NAME`, also on a fresh clone. */
import { existsSync, readdirSync } from 'node:fs';
import { parse } from 'node:path';

import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { check, fix } from './check.mjs';
import { at } from './paths.mjs';
import { endAllOnSignal, show } from './processes.mjs';
import { command, Stop } from './console.mjs';

/**
 * Runs tests/KIND/NAME.mjs on the built server; it prints JSON.
 * @param {'bench' | 'soak' | 'fuzz'} kind
 * @returns {Promise<number>} its exit code
 */
async function runNamed(kind, { node, env }, [name, ...args]) {
  const folder = at('tests', kind);
  const names = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.mjs')) : [];
  const file = names.find((candidate) => parse(candidate).name === name);
  if (!file) {
    const known = names.map((candidate) => parse(candidate).name).join(', ');
    throw new Stop(
      name ? `There is no ${kind} "${name}".` : `Which ${kind}?`,
      `npm run ${kind} -- NAME, with one of: ${known}`,
    );
  }
  return show(node, [at('tests', kind, file), ...args], { env });
}

const named = (kind, targets) => async (run, args) => {
  await build(run, targets);
  return runNamed(kind, run, args);
};

const COMMANDS = {
  build: async (run) => {
    await build(run);
  },
  check: async (run) => ((await check(run)).failed.length === 0 ? 0 : 1),
  fix: (run, args) => fix(run, args),
  bench: named('bench'),
  fuzz: named('fuzz', ['server']),
  soak: named('soak', ['server']),
};

await command(async () => {
  endAllOnSignal();
  const [name, ...args] = process.argv.slice(2);
  const chosen = COMMANDS[name];
  if (!chosen) throw new Stop(`There is no command "${name}".`, `One of: ${Object.keys(COMMANDS).join(', ')}`);
  return chosen(await bootstrap(), args);
});
