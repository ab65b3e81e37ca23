import { existsSync, readFileSync, rmSync } from 'node:fs';

import { installFromLockFile } from './npm.mjs';
import { at } from './paths.mjs';
import { runtime } from './runtime.mjs';
import { say, seconds } from './console.mjs';

const packagesOf = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;

/**
 * Whether node_modules has all packages of package-lock.json. npm writes its own list last, so an interrupted install
 * has none; a manual install counts, too.
 */
function isInstalled() {
  const list = at('node_modules', '.package-lock.json');
  if (!existsSync(list)) return false;
  const present = packagesOf(list);
  return Object.entries(packagesOf(at('package-lock.json'))).every(
    ([path, locked]) =>
      path === '' || (present[path] ? present[path].version === locked.version : locked.optional || locked.peer),
  );
}

/** Installs the packages of the lock file unless they are already installed. */
async function installPackages(run) {
  if (isInstalled()) return;
  const startedAt = Date.now();
  say('Installing packages from the npm registry (about 900 MB on disk; a minute or two the first time)');
  // npm removes the folder itself, but fails on the leftovers of an interrupted install.
  rmSync(at('node_modules'), { recursive: true, force: true, maxRetries: 5 });
  await installFromLockFile(run);
  say(`Packages installed in ${seconds(Date.now() - startedAt)}`);
}

/** Prepares a fresh clone: provides a recent Node and installs the packages of the lock file. */
export async function bootstrap() {
  const run = await runtime();
  await installPackages(run);
  return run;
}
