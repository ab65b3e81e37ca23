import { startProcess, startWithFolder } from '../processes.mjs';

const fileOf = (name) => new URL(name, import.meta.url);

export const startLoad = () => startProcess(fileOf('load.mjs'));
export const startWatchers = () => startProcess(fileOf('feed-watchers.mjs'));

async function withPort(server) {
  server.port = await server.ask('port');
  return server;
}

export const startEmptyNest = () => withPort(startProcess(fileOf('empty-nest.mjs')));

/** A server with an empty data folder, which is deleted with it. */
export const startServer = (env) => withPort(startWithFolder(fileOf('bench-app.mjs'), env));
