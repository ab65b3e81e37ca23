#!/usr/bin/env node
/** `npx visionary …`: the command line of apps/cli, built if need be and run under a Node that is new enough. */
import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { endAllOnSignal, exitOf, start } from './processes.mjs';
import { command } from './say.mjs';
import { readSettings } from './settings.mjs';

await command(async () => {
  endAllOnSignal();
  readSettings();
  const run = await bootstrap();
  await build(run, ['server']);
  // In the terminal's own group, so that it may ask for a password.
  const options = { env: run.env, stdio: 'inherit', detached: false };
  return exitOf(start(run.node, ['dist/apps/cli/src/main.js', ...process.argv.slice(2)], options));
});
