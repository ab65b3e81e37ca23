/** `npm start`: from a fresh clone to a running server, saying what it does. Plain Node 20, no packages needed. */
import { existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';

import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { checkModel } from './model.mjs';
import { at } from './paths.mjs';
import { end, exitOf, start } from './processes.mjs';
import { command, say, seconds, Stop } from './say.mjs';

const began = Date.now();

function readSettings() {
  if (existsSync(at('.env'))) process.loadEnvFile(at('.env'));
  return { host: process.env.HOST || '127.0.0.1', port: Number(process.env.PORT || 3000) };
}

/** Takes the port and gives it back at once, so that a port in use is told before anything is built. */
function checkPort({ host, port }) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Stop(`Port ${port} is in use.`, `Stop what uses it, or choose another: PORT=${port + 1} npm start`)
          : new Stop(`Cannot listen on ${host}:${port} (${error.code}).`, 'Check HOST and PORT in .env.'),
      ),
    );
    probe.listen(port, host, () => probe.close(resolve));
  });
}

async function healthy(address) {
  try {
    return (await fetch(`${address}/api/health`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

/** Says the address once the server answers there. */
async function announce(server, { host, port }) {
  const everywhere = host === '0.0.0.0' || host === '::';
  const address = `http://${everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`;
  while (server.exitCode === null && server.signalCode === null) {
    if (await healthy(address)) {
      say(`Ready in ${seconds(Date.now() - began)}: open ${address}${everywhere ? ' (or this machine by name)' : ''}`);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Passes signals on: the first asks the server to stop, a later one (not its echo from npm) insists. */
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
  mkdirSync(process.env.DATA_DIR || at('data'), { recursive: true });
  say('Starting the server');
  const args = ['--import', './tools/stop-with-parent.mjs', '--enable-source-maps', 'dist/apps/server/src/main.js'];
  const server = start(run.node, args, { env: run.env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  passSignals(server);
  void announce(server, settings);
  return exitOf(server);
});
