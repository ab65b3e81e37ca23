#!/usr/bin/env node
/** `npx visionary …`: the command line of apps/cli, built if need be and run under a Node that is new enough. */
import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { at } from './paths.mjs';
import { endAllOnSignal, exitOf, start } from './processes.mjs';
import { command } from './console.mjs';
import { readSettings } from './settings.mjs';

/** Settings that name folders, with what they are when nobody says; paths in .env start from the project's folder. */
const FOLDERS = { DATA_DIR: 'data', MODELS_DIR: 'models' };

const folders = () =>
  Object.fromEntries(Object.entries(FOLDERS).map(([name, usual]) => [name, at(process.env[name] || usual)]));

await command(async () => {
  endAllOnSignal();
  readSettings();
  const run = await bootstrap();
  await build(run, ['server']);
  // In the terminal's own group and folder: it may ask for a password, and files are named from where one stands.
  const options = { env: { ...run.env, ...folders() }, stdio: 'inherit', detached: false, cwd: process.cwd() };
  return exitOf(start(run.node, [at('dist/apps/cli/src/main.js'), ...process.argv.slice(2)], options));
});
