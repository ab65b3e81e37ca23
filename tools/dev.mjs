/** `npm run dev`: runs server and client with automatic reload. */
import { watch } from 'node:fs';

import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { checkModel } from './model.mjs';
import { at } from './paths.mjs';
import { end, endAllOnSignal, show } from './processes.mjs';
import { command, logStep } from './console.mjs';
import { startServer } from './server.mjs';
import { addressOf, readSettings } from './settings.mjs';

/** Editors write a file in several operations. Waits this long to combine them into one rebuild. */
const SETTLE_MS = 120;

/** Calls `rebuild` after each burst of changes, one call at a time. */
function watchSources(folders, rebuild) {
  let timer;
  let lastRebuild = Promise.resolve();
  const schedule = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (lastRebuild = lastRebuild.then(rebuild)), SETTLE_MS);
  };
  for (const folder of folders) {
    watch(at(folder), { recursive: true }, (_event, file) => {
      if (!file?.endsWith('.spec.ts')) schedule();
    });
  }
}

await command(async () => {
  endAllOnSignal();
  const address = addressOf(readSettings());
  const runtime = await bootstrap();
  await build(runtime, ['server']);
  checkModel();
  let server = startServer(runtime);
  watchSources(['apps', 'libs'], async () => {
    try {
      if (!(await build(runtime, ['server']))) return;
    } catch (error) {
      logStep(`${error.message} The last working server keeps running.`);
      return;
    }
    await end(server);
    server = startServer(runtime);
  });
  const env = { ...runtime.env, VISIONARY_SERVER: address };
  return show(runtime.node, [at('node_modules/vite/bin/vite.js'), 'web', '--clearScreen', 'false'], { env });
});
