/**
 * `npm run worker`: runs a renderer for servers on this machine or others. Needs REDIS_URL and the models, but no
 * database.
 */
import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { checkModel } from './model.mjs';
import { endAllOnSignal, exitOf } from './processes.mjs';
import { command } from './console.mjs';
import { startWorker } from './server.mjs';
import { readSettings } from './settings.mjs';

/** Long enough for the worker to return its takes. */
const GRACE_MS = 12_000;

await command(async () => {
  endAllOnSignal({ graceMs: GRACE_MS, exitCodeOf: (codes) => Math.max(...codes) });
  readSettings();
  const runtime = await bootstrap();
  await build(runtime, ['server']);
  checkModel();
  return exitOf(startWorker(runtime));
});
