import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

import { fetchTool } from './npm.mjs';
import { at } from './paths.mjs';
import { capture } from './processes.mjs';
import { logStep, UserError } from './console.mjs';

/** MikroORM needs 22.17. If the installed Node is older, the version that the project is developed on is fetched. */
const OLDEST = [22, 17];
const FETCHED_VERSION = '24.21.0';

function isRecentEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

const folder = at('.runtime', 'node');
const binary = process.platform === 'win32' ? join(folder, 'node.exe') : join(folder, 'bin', 'node');

async function isUsable() {
  if (!existsSync(binary)) return false;
  const { code, output } = await capture(binary, ['--version']);
  return code === 0 && isRecentEnough(output.trim().replace('v', ''));
}

/** Fetches a Node binary from the npm registry, identical to nodejs.org's and packaged without install scripts. */
async function fetchNode() {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  logStep(
    `The server needs Node ${OLDEST.join('.')}, this is ${process.versions.node}: fetching ${FETCHED_VERSION} into .runtime`,
  );
  await fetchTool(
    `${name}@${FETCHED_VERSION}`,
    at('.runtime'),
    `Node ${FETCHED_VERSION} could not be fetched (package ${name})`,
  );
  rmSync(folder, { recursive: true, force: true });
  symlinkSync(join('node_modules', name), folder, process.platform === 'win32' ? 'junction' : 'dir');
  if (await isUsable()) return;
  throw new UserError(`The fetched Node does not run on this machine (${name}).`, 'Install Node 24 and try again.');
}

/**
 * Provides the Node that runs the project: the current one if it is recent enough, otherwise the one in .runtime,
 * fetched once.
 * @returns {Promise<{node: string, env: NodeJS.ProcessEnv}>} its path, and an environment whose PATH has it first
 */
export async function provideRuntime() {
  if (isRecentEnough(process.versions.node)) return withPath(process.execPath);
  if (!(await isUsable())) await fetchNode();
  return withPath(binary);
}

function withPath(node) {
  const path = [dirname(node), at('node_modules', '.bin'), process.env.PATH].join(delimiter);
  // Captured tools can't detect whether the terminal shows colors.
  const colorEnv = process.stdout.isTTY ? {} : { NO_COLOR: '1' };
  // Caches compiled code between starts, which saves a quarter of a second.
  const cacheEnv = {
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? at('node_modules', '.cache', 'node-compile'),
  };
  return { node, env: { ...process.env, ...colorEnv, ...cacheEnv, PATH: path } };
}
