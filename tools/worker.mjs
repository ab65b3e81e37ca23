/** `npm run worker`: a renderer for servers on this machine or others. It needs REDIS_URL and the models, no database. */
import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { checkModel } from './model.mjs';
import { endAllOnSignal, exitOf } from './processes.mjs';
import { command } from './console.mjs';
import { startStation } from './server.mjs';
import { readSettings } from './settings.mjs';

/** It gives back what it renders, which takes no longer. */
const GRACE_MS = 12_000;

await command(async () => {
  endAllOnSignal({ graceMs: GRACE_MS, leaveWith: (codes) => Math.max(...codes) });
  readSettings();
  const run = await bootstrap();
  await build(run, ['server']);
  checkModel();
  return exitOf(startStation(run));
});
