import { start } from './processes.mjs';

/** Starts the built server, which says where it listens; it stops by itself when this tool is gone, however it went. */
export const startServer = ({ node, env }) =>
  start(node, ['--import', './tools/stop-with-parent.mjs', '--enable-source-maps', 'dist/apps/server/src/main.js'], {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
