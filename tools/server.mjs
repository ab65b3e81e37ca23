import { at } from './paths.mjs';
import { start } from './processes.mjs';

const ARGUMENTS = ['--import', './tools/stop-with-parent.mjs', '--enable-source-maps', 'dist/apps/server/src/main.js'];

/** Starts the built server, which says where it listens; it stops by itself when this tool is gone, however it went. */
export const startServer = ({ node, env }) =>
  start(node, ARGUMENTS, {
    // Compiled code is kept from start to start: a quarter of a second.
    env: { NODE_COMPILE_CACHE: at('node_modules', '.cache', 'node-compile'), ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
