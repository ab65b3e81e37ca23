import { basename } from 'node:path';

import { capture } from './processes.mjs';
import { Stop } from './say.mjs';

/** What the usual failures of npm mean for the person who waits. */
const ADVICE = [
  [/ENOSPC/, 'The disk is full: free about 1.5 GB and try again.'],
  [/EACCES|EPERM/, 'This folder may not be written: check who owns it.'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|network/i,
    'The npm registry was not reached: check the network, or set a mirror with `npm config set registry URL`.',
  ],
  [/E404|ETARGET/, 'The npm registry in use does not have it: check `npm config get registry`.'],
];

const advise = (output) => ADVICE.find(([sign]) => sign.test(output))?.[1] ?? 'What npm said stands above.';

/** Runs npm with the Node that npm itself belongs to. @throws Stop with `failure` and what to do about it */
export async function npm(args, failure) {
  const script = process.env.npm_execpath;
  const ours = script !== undefined && basename(script) === 'npm-cli.js';
  const quiet = [...args, '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const { code, output } = ours
    ? await capture(process.execPath, [script, ...quiet])
    : await capture('npm', quiet, { shell: process.platform === 'win32' });
  if (code === 0) return;
  console.error(output.trim());
  throw new Stop(`${failure}.`, advise(output));
}
