import { existsSync } from 'node:fs';
import { basename } from 'node:path';

import { at } from './paths.mjs';
import { capture } from './processes.mjs';
import { logStep, UserError } from './console.mjs';

/** npm 9 and 10 reject lock files written by npm 11. Where an older one is installed, this version is fetched. */
const OLDEST_MAJOR = 11;
const FETCHED_VERSION = '11.19.1';
const fetchedScript = at('.runtime', 'npm', 'node_modules', 'npm', 'bin', 'npm-cli.js');

/** What to do about common npm failures. */
const ADVICE = [
  [/ENOSPC/, 'The disk is full: free about 1.5 GB and try again.'],
  [/EACCES|EPERM/, 'This folder is not writable: check its owner.'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ENETUNREACH/,
    'The npm registry is unreachable: check the network, or set a mirror with `npm config set registry URL`.',
  ],
  [/E404|ETARGET/, 'The configured npm registry does not have the package: check `npm config get registry`.'],
];

const adviceFor = (output) => ADVICE.find(([pattern]) => pattern.test(output))?.[1] ?? 'The output of npm is above.';

const QUIET = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];

/** The npm that runs this process, otherwise the one on the PATH, as a program with its first arguments. */
function installedNpm() {
  const script = process.env.npm_execpath;
  return script && basename(script) === 'npm-cli.js' ? [process.execPath, script] : ['npm'];
}

async function runNpm([file, ...firstArgs], args, failure) {
  const shell = process.platform === 'win32' && file === 'npm';
  const { code, output } = await capture(file, [...firstArgs, ...args, ...QUIET], { shell });
  if (code === 0) return output;
  console.error(output.trim());
  throw new UserError(`${failure}.`, adviceFor(output));
}

/**
 * Fetches a package that the tools need, separate from those of the lock file. Each needs its own folder, because npm
 * removes other packages.
 * @throws UserError with `failure` and what to do about it
 */
export async function fetchTool(name, folder, failure) {
  const args = ['install', '--prefix', folder, '--no-save', '--no-package-lock', '--ignore-scripts', name];
  await runNpm(installedNpm(), args, failure);
}

async function npmForLockFile(node) {
  const version = (await runNpm(installedNpm(), ['--version'], 'npm does not run')).trim();
  if (Number(version.split('.')[0]) >= OLDEST_MAJOR) return installedNpm();
  if (!existsSync(fetchedScript)) {
    logStep(`npm ${version} is too old for the lock file: fetching npm ${FETCHED_VERSION} into .runtime`);
    await fetchTool(`npm@${FETCHED_VERSION}`, at('.runtime', 'npm'), `npm ${FETCHED_VERSION} could not be fetched`);
  }
  return [node, fetchedScript];
}

/**
 * Installs node_modules from package-lock.json without running install scripts.
 * @throws UserError
 */
export async function installFromLockFile({ node }) {
  const npm = await npmForLockFile(node);
  await runNpm(npm, ['ci', '--include=dev', '--ignore-scripts'], 'The packages could not be installed');
}
