#!/usr/bin/env node
/** `npx visionary …`: runs the command line of apps/cli, built if necessary, on a recent Node. */
import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { at } from './paths.mjs';
import { endAllOnSignal, exitOf, start } from './processes.mjs';
import { command } from './console.mjs';
import { readSettings } from './settings.mjs';

/** Settings that name folders, with their defaults. Relative paths in .env are resolved against the project's folder. */
const FOLDERS = { DATA_DIR: 'data', MODELS_DIR: 'models' };

const folders = () =>
  Object.fromEntries(Object.entries(FOLDERS).map(([name, fallback]) => [name, at(process.env[name] || fallback)]));

await command(async () => {
  endAllOnSignal();
  readSettings();
  const runtime = await bootstrap();
  await build(runtime, ['server']);
  // Runs in the terminal's process group, so that it can prompt for a password, and in the user's working directory,
  // so that relative paths work.
  const options = { env: { ...runtime.env, ...folders() }, stdio: 'inherit', detached: false, cwd: process.cwd() };
  return exitOf(start(runtime.node, [at('dist/apps/cli/src/main.js'), ...process.argv.slice(2)], options));
});
