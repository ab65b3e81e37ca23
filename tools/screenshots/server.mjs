import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { bootstrap } from '../bootstrap.mjs';
import { build } from '../build.mjs';
import { capture, end, start } from '../processes.mjs';
import { providePrograms } from '../test-dependencies.mjs';
import { Stop } from '../console.mjs';

/** Runs the built command line on the server's data. */
async function runCli({ node, env }, folder, args) {
  const words = ['dist/apps/cli/src/main.js', ...args];
  const { code, output } = await capture(node, words, { env: { ...env, DATA_DIR: join(folder, 'data') } });
  if (code !== 0) throw new Stop(`visionary ${args.join(' ')} failed: ${output.trim()}`);
}

/** Starts a server with its data in a folder. */
async function startServer({ node, env }, folder) {
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

/**
 * Calls `work` with a browser and the address of a server with temporary data. The third argument makes a user an
 * admin.
 * @param {number} samples how many samples the server is seeded with
 */
export async function withServer(work, samples = 0) {
  const run = await bootstrap();
  await build(run);
  const { chromium: executablePath } = await providePrograms({ mysql: false, redis: false });
  const { chromium } = await import('playwright-core');
  const folder = mkdtempSync(join(tmpdir(), 'visionary-screenshots-'));
  if (samples > 0) await runCli(run, folder, ['seed', '--count', `${samples}`]);
  const { child, url } = await startServer(run, folder);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    await work(browser, url, (name) => runCli(run, folder, ['admin', name]));
  } finally {
    await browser.close();
    await end(child);
    // Seeding also writes files to the models folder.
    if (samples > 0) await runCli(run, folder, ['seed', '--remove']);
    rmSync(folder, { recursive: true, force: true });
  }
}
