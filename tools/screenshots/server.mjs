import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { bootstrap } from '../bootstrap.mjs';
import { build } from '../build.mjs';
import { capture, end, start } from '../processes.mjs';
import { providePrograms } from '../test-dependencies.mjs';
import { UserError } from '../console.mjs';

/** Runs the built command line on the server's data. */
async function runCli({ node, env }, folder, args) {
  const cliArgs = ['dist/apps/cli/src/main.js', ...args];
  const { code, output } = await capture(node, cliArgs, { env: { ...env, DATA_DIR: join(folder, 'data') } });
  if (code !== 0) throw new UserError(`visionary ${args.join(' ')} failed: ${output.trim()}`);
}

/** Starts a server with its data in a folder. */
async function startServer({ node, env }, folder) {
  const settings = {
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: join(folder, 'data'),
    LOG_LEVEL: 'warn',
    NEW_ACCOUNT_LIMIT_HOURS: '0',
    HOUSE_ROOM_ENABLED: 'false',
    PUBLIC_ROOM_PACE: '0',
  };
  const args = ['--import', './tools/exit-with-parent.mjs', 'dist/apps/server/src/main.js'];
  const child = start(node, args, { env: { ...env, ...settings }, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const url = await new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const address = /ready at http:\/\/localhost:(\d+)/.exec(output);
      if (address) resolve(`http://127.0.0.1:${address[1]}`);
    });
    child.once('exit', (code) => reject(new UserError(`The server ended with ${code}.`)));
  });
  return { child, url };
}

/**
 * Calls `callback` with a browser and the address of a server with temporary data. The third argument makes a user an
 * admin.
 * @param {number} samples how many samples the server is seeded with
 */
export async function withServer(callback, samples = 0) {
  const runtime = await bootstrap();
  await build(runtime);
  const { chromium: executablePath } = await providePrograms({ mysql: false, redis: false });
  const { chromium } = await import('playwright-core');
  const folder = mkdtempSync(join(tmpdir(), 'visionary-screenshots-'));
  if (samples > 0) await runCli(runtime, folder, ['seed', '--count', `${samples}`]);
  const { child, url } = await startServer(runtime, folder);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    await callback(browser, url, (name) => runCli(runtime, folder, ['admin', name]));
  } finally {
    await browser.close();
    await end(child);
    // Seeding also writes files to the models folder.
    if (samples > 0) await runCli(runtime, folder, ['seed', '--remove']);
    rmSync(folder, { recursive: true, force: true });
  }
}
