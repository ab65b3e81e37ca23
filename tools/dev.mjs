/** `npm run dev`: runs server and client with automatic reload. */
import { watch } from 'node:fs';

import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { checkModel } from './model.mjs';
import { at } from './paths.mjs';
import { end, endAllOnSignal, show } from './processes.mjs';
import { command, say } from './console.mjs';
import { startServer } from './server.mjs';
import { addressOf, readSettings } from './settings.mjs';

/** Editors write a file in several operations. Waits this long to combine them into one rebuild. */
const SETTLE_MS = 120;

/** Calls `changed` after each burst of changes, one call at a time. */
function watchSources(folders, changed) {
  let timer;
  let work = Promise.resolve();
  const settle = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (work = work.then(changed)), SETTLE_MS);
  };
  for (const folder of folders) {
    watch(at(folder), { recursive: true }, (_event, file) => {
      if (!file?.endsWith('.spec.ts')) settle();
    });
  }
}

await command(async () => {
  endAllOnSignal();
  const address = addressOf(readSettings());
  const run = await bootstrap();
  await build(run, ['server']);
  checkModel();
  let server = startServer(run);
  watchSources(['apps', 'libs'], async () => {
    try {
      if (!(await build(run, ['server']))) return;
    } catch (error) {
      say(`${error.message} The last good server goes on.`);
      return;
    }
    await end(server);
    server = startServer(run);
  });
  const env = { ...run.env, VISIONARY_SERVER: address };
  return show(run.node, [at('node_modules/vite/bin/vite.js'), 'web', '--clearScreen', 'false'], { env });
});
