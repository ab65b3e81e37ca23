import { existsSync } from 'node:fs';

import { at } from './paths.mjs';

/**
 * Loads .env into the environment, like the server. Variables of the shell take precedence.
 * @returns {{host: string, port: number, dataDir: string}} the settings that the tools need
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
