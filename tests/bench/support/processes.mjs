import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Calls } from './chat/calls.mjs';

/** Settings of a large instance; every other limit is the default. */
const SETTINGS = {
  ...{ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'error', NEW_ACCOUNT_LIMIT_HOURS: '0', PUBLIC_ROOM_PACE: '0' },
  ...{ SIGN_UPS_PER_HOUR: '1000000', REQUESTS_PER_MINUTE: '1000000', MAX_VISITOR_SOCKETS: '10000' },
};

export const startProcess = (file, env = {}, execArgv = []) =>
  new Calls(fork(fileURLToPath(file), { env: { PATH: process.env.PATH, ...env }, execArgv }));

/** A server with an empty data folder, which is deleted with it, and `env` on top of its settings. */
export function startWithFolder(file, env) {
  const folder = mkdtempSync(join(tmpdir(), 'visionary-bench-'));
  mkdirSync(join(folder, 'models'));
  const own = { ...SETTINGS, DATA_DIR: folder, MODELS_DIR: join(folder, 'models'), ...env };
  // To see where the time goes: BENCH_SERVER_ARGS='--cpu-prof --cpu-prof-dir=FOLDER'
  const server = startProcess(file, own, process.env.BENCH_SERVER_ARGS?.split(' ') ?? []);
  const end = server.end.bind(server);
  server.folder = folder;
  server.end = async () => {
    await end();
    rmSync(folder, { recursive: true, force: true });
  };
  return server;
}
