import { join } from 'node:path';

import { capture, start } from '../processes.mjs';
import { Stop } from '../console.mjs';

/** Starts a server with its data in a folder. */
export async function startServer({ node, env }, folder) {
  const settings = {
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: join(folder, 'data'),
    LOG_LEVEL: 'warn',
    NEW_ACCOUNT_LIMIT_HOURS: '0',
  };
  const args = ['--import', './tools/exit-with-parent.mjs', 'dist/apps/server/src/main.js'];
  const child = start(node, args, { env: { ...env, ...settings }, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const url = await new Promise((found, failed) => {
    let output = '';
    child.stdout.on('data', (part) => {
      output += part;
      const address = /ready at http:\/\/localhost:(\d+)/.exec(output);
      if (address) found(`http://127.0.0.1:${address[1]}`);
    });
    child.once('exit', (code) => failed(new Stop(`The server ended with ${code}.`)));
  });
  return { child, url };
}

/** Makes a user an admin. */
export async function appoint({ node, env }, temporary, name) {
  const settings = { DATA_DIR: join(temporary, 'data') };
  const { code, output } = await capture(node, ['dist/apps/cli/src/main.js', 'admin', name], {
    env: { ...env, ...settings },
  });
  if (code !== 0) throw new Stop(`${name} could not become an admin: ${output.trim()}`);
}
