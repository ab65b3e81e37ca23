import { setTimeout as pause } from 'node:timers/promises';

import { start } from './processes.mjs';

const hasEnded = (child) => child.exitCode !== null || child.signalCode !== null;

/** Starts the built server; it stops by itself when this tool is gone, however it went. */
export const startServer = ({ node, env }) =>
  start(node, ['--import', './tools/stop-with-parent.mjs', '--enable-source-maps', 'dist/apps/server/src/main.js'], {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });

async function isHealthy(address) {
  try {
    return (await fetch(`${address}/api/health`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

/** Waits until a started server answers. @returns {Promise<boolean>} false when it ended before it did */
export async function untilHealthy(server, address) {
  while (!hasEnded(server)) {
    if (await isHealthy(address)) return true;
    await pause(50);
  }
  return false;
}
