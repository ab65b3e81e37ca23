import { startProcess, startWithFolder } from '../processes.mjs';

export const startLoad = () => startProcess(new URL('load.mjs', import.meta.url));
export const startWatchers = () => startProcess(new URL('feed-watchers.mjs', import.meta.url));

async function withPort(server) {
  server.port = await server.ask('port');
  return server;
}

export const startEmptyNest = () => withPort(startProcess(new URL('empty-nest.mjs', import.meta.url)));

/** A server with an empty data folder, which is deleted with it. */
export const startServer = (env) => withPort(startWithFolder(new URL('bench-app.mjs', import.meta.url), env));
