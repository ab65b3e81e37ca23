import { startProcess, startWithFolder } from '../processes.mjs';

const FILES = {
  visionary: new URL('visionary-server.mjs', import.meta.url),
  bare: new URL('bare-server.mjs', import.meta.url),
  framed: new URL('framed-server.mjs', import.meta.url),
  crowd: new URL('crowd.mjs', import.meta.url),
  bareInsert: new URL('bare-insert.mjs', import.meta.url),
  hashAlone: new URL('hash-alone.mjs', import.meta.url),
};

/** A process of the bench, by its name in FILES. */
export const start = (name, env) => startProcess(FILES[name], env);

/** A server: 'visionary', 'bare' or 'framed'. The first has a fresh data folder, and `env` on top of its settings. */
export async function startServer(kind, env = {}) {
  const server = kind === 'visionary' ? startWithFolder(FILES[kind], env) : start(kind);
  server.kind = kind;
  server.port = await server.ask('port');
  return server;
}

export const startCrowd = () => start('crowd');
