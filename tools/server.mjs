import { start } from './processes.mjs';

/** Starts a built program, which stops when this tool exits, even after a crash. */
const startProgram = (app, { node, env }) =>
  start(node, ['--import', './tools/exit-with-parent.mjs', '--enable-source-maps', `dist/apps/${app}/src/main.js`], {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });

/** Starts the server, which prints its address. */
export const startServer = (runtime) => startProgram('server', runtime);

/** Starts a worker that renders for servers on any machine. */
export const startWorker = (runtime) => startProgram('worker', runtime);
