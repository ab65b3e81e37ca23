import { start } from './processes.mjs';

/** Starts a built program; it stops by itself when this tool is gone, however it went. */
const startProgram = (app, { node, env }) =>
  start(node, ['--import', './tools/exit-with-parent.mjs', '--enable-source-maps', `dist/apps/${app}/src/main.js`], {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });

/** The server, which says where it listens. */
export const startServer = (run) => startProgram('server', run);

/** A renderer for servers on any machine. */
export const startStation = (run) => startProgram('station', run);
