import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Calls } from './calls.mjs';

const FILES = {
  visionary: new URL('visionary-server.mjs', import.meta.url),
  bare: new URL('bare-server.mjs', import.meta.url),
  framed: new URL('framed-server.mjs', import.meta.url),
  crowd: new URL('crowd.mjs', import.meta.url),
  bareInsert: new URL('bare-insert.mjs', import.meta.url),
  hashAlone: new URL('hash-alone.mjs', import.meta.url),
};

/** Settings of an instance for a thousand users; every other limit is the default. */
const SETTINGS = {
  ...{ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'error', NEW_ACCOUNT_LIMIT_HOURS: '0' },
  ...{ SIGN_UPS_PER_HOUR: '1000000', REQUESTS_PER_MINUTE: '1000000', MAX_VISITOR_SOCKETS: '10000' },
};

/** A process of the bench, by its name in FILES. */
export class Process extends Calls {
  static start(name, env = {}, folder = undefined) {
    // To see where the time goes: BENCH_SERVER_ARGS='--cpu-prof --cpu-prof-dir=FOLDER'
    const execArgv = name === 'visionary' ? (process.env.BENCH_SERVER_ARGS?.split(' ') ?? []) : [];
    const child = fork(fileURLToPath(FILES[name]), { env: { PATH: process.env.PATH, ...env }, execArgv });
    const started = new Process(child);
    started.folder = folder;
    return started;
  }

  async end() {
    await super.end();
    if (this.folder) rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A server: 'visionary', 'bare' or 'framed'. The first has a fresh data folder, and `env` on top of its settings. */
export async function startServer(kind, env = {}) {
  const folder = kind === 'visionary' ? mkdtempSync(join(tmpdir(), 'visionary-bench-')) : undefined;
  if (folder) mkdirSync(join(folder, 'models'));
  const own = folder && { DATA_DIR: folder, MODELS_DIR: join(folder, 'models'), ...SETTINGS, ...env };
  const server = Process.start(kind, own, folder);
  server.kind = kind;
  server.port = await server.ask('port');
  return server;
}

export const startCrowd = () => Process.start('crowd');
