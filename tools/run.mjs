/** Runs `npm run check`, `fix`, `build`, `bench -- NAME`, `soak -- NAME`, and `fuzz -- NAME`, also on a fresh clone. */
import { existsSync, readdirSync } from 'node:fs';
import { parse } from 'node:path';

import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { check, fix } from './check.mjs';
import { at } from './paths.mjs';
import { endAllOnSignal, show } from './processes.mjs';
import { command, UserError } from './console.mjs';

/**
 * Runs tests/KIND/NAME.mjs on the built server; it prints JSON.
 * @param {'bench' | 'soak' | 'fuzz'} kind
 * @returns {Promise<number>} its exit code
 */
async function runScript(kind, { node, env }, [name, ...args]) {
  const folder = at('tests', kind);
  const names = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.mjs')) : [];
  const file = names.find((candidate) => parse(candidate).name === name);
  if (!file) {
    const available = names.map((candidate) => parse(candidate).name).join(', ');
    throw new UserError(
      name ? `There is no ${kind} "${name}".` : `Which ${kind}?`,
      `npm run ${kind} -- NAME, with one of: ${available}`,
    );
  }
  return show(node, [at('tests', kind, file), ...args], { env });
}

const scriptCommand = (kind, targets) => async (runtime, args) => {
  await build(runtime, targets);
  return runScript(kind, runtime, args);
};

const COMMANDS = {
  build: async (runtime) => {
    await build(runtime);
  },
  check: async (runtime) => ((await check(runtime)).failed.length === 0 ? 0 : 1),
  fix: (runtime, args) => fix(runtime, args),
  bench: scriptCommand('bench'),
  fuzz: scriptCommand('fuzz', ['server']),
  soak: scriptCommand('soak', ['server']),
};

await command(async () => {
  endAllOnSignal();
  const [name, ...args] = process.argv.slice(2);
  const runCommand = COMMANDS[name];
  if (!runCommand) throw new UserError(`There is no command "${name}".`, `One of: ${Object.keys(COMMANDS).join(', ')}`);
  return runCommand(await bootstrap(), args);
});
