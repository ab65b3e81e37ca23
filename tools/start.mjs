/** `npm start`: takes a fresh clone to a running server and logs each step. Runs on plain Node 20 without packages. */
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';

import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { checkModel } from './model.mjs';
import { endAllOnSignal, exitOf } from './processes.mjs';
import { command, logStep, seconds, UserError } from './console.mjs';
import { startServer } from './server.mjs';
import { readSettings } from './settings.mjs';

const startedAt = Date.now();

/** Binds the port briefly, so that a used port is reported before the build. */
function checkPort({ host, port }) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', ({ code }) =>
      reject(
        code === 'EADDRINUSE'
          ? new UserError(
              `Port ${port} is in use.`,
              `Stop the program that uses it, or choose another: PORT=${port + 1} npm start`,
            )
          : new UserError(`Cannot listen on ${host}, port ${port} (${code}).`, 'Check HOST and PORT in .env.'),
      ),
    );
    probe.listen(port, host, () => probe.close(resolve));
  });
}

/** The server stops renders and closes sockets within ten seconds. */
const GRACE_MS = 15_000;

await command(async () => {
  endAllOnSignal({ graceMs: GRACE_MS, exitCodeOf: (codes) => Math.max(...codes) });
  const settings = readSettings();
  await checkPort(settings);
  const runtime = await bootstrap();
  await build(runtime);
  checkModel();
  mkdirSync(settings.dataDir, { recursive: true });
  logStep(`Starting the server after ${seconds(Date.now() - startedAt)}`);
  return exitOf(startServer(runtime));
});
