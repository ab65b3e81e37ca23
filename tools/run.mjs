/** Runs `npm run check`, `fix`, `build`, `bench -- NAME`, `soak -- NAME`, and `fuzz -- NAME`, also on a fresh clone. */
import { runNamed } from './bench.mjs';
import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { check, fix } from './check.mjs';
import { endAllOnSignal } from './processes.mjs';
import { command, Stop } from './console.mjs';

const COMMANDS = {
  build: async (run) => {
    await build(run);
  },
  check: async (run) => ((await check(run)).failed.length === 0 ? 0 : 1),
  fix: (run, args) => fix(run, args),
  bench: async (run, args) => {
    await build(run);
    return runNamed('bench', run, args);
  },
  fuzz: async (run, args) => {
    await build(run, ['server']);
    return runNamed('fuzz', run, args);
  },
  soak: async (run, args) => {
    await build(run, ['server']);
    return runNamed('soak', run, args);
  },
};

await command(async () => {
  endAllOnSignal();
  const [name, ...args] = process.argv.slice(2);
  const chosen = COMMANDS[name];
  if (!chosen) throw new Stop(`There is no command "${name}".`, `One of: ${Object.keys(COMMANDS).join(', ')}`);
  return chosen(await bootstrap(), args);
});
