/** `npm start`: from a fresh clone to a running server, saying what it does. Plain Node 20, no packages needed. */
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';

import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { checkModel } from './model.mjs';
import { end, exitOf } from './processes.mjs';
import { command, say, seconds, Stop } from './say.mjs';
import { startServer } from './server.mjs';
import { readSettings } from './settings.mjs';

const began = Date.now();

/** Takes the port and gives it back at once, so that a port in use is told before anything is built. */
function checkPort({ host, port }) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', ({ code }) =>
      reject(
        code === 'EADDRINUSE'
          ? new Stop(`Port ${port} is in use.`, `Stop what uses it, or choose another: PORT=${port + 1} npm start`)
          : new Stop(`Cannot listen on ${host}, port ${port} (${code}).`, 'Check HOST and PORT in .env.'),
      ),
    );
    probe.listen(port, host, () => probe.close(resolve));
  });
}

/** Passes signals on: the first asks the server to stop, a later one (not the first one's echo from npm) insists. */
function passSignals(server) {
  let askedAt = 0;
  const pass = (name) => {
    if (askedAt === 0) server.kill(name);
    else if (Date.now() - askedAt > 1_000) void end(server, 0);
    askedAt ||= Date.now();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, pass);
}

await command(async () => {
  const settings = readSettings();
  await checkPort(settings);
  const run = await bootstrap();
  await build(run);
  checkModel();
  mkdirSync(settings.dataDir, { recursive: true });
  say(`Starting the server after ${seconds(Date.now() - began)}`);
  const server = startServer(run);
  passSignals(server);
  return exitOf(server);
});
