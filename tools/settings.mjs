import { existsSync } from 'node:fs';

import { at } from './paths.mjs';

/**
 * Reads .env into the environment, where the server will look too; what the shell has set wins.
 * @returns {{host: string, port: number, dataDir: string}} what the tools themselves need to know
 */
export function readSettings() {
  if (existsSync(at('.env'))) process.loadEnvFile(at('.env'));
  const { HOST, PORT, DATA_DIR } = process.env;
  return { host: HOST || '127.0.0.1', port: Number(PORT || 3000), dataDir: at(DATA_DIR || 'data') };
}

/** The address to open in a browser on this machine. */
export function addressOf({ host, port }) {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
