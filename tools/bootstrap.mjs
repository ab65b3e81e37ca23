import { existsSync, readFileSync, rmSync } from 'node:fs';

import { installFromLockFile } from './npm.mjs';
import { at } from './paths.mjs';
import { provideRuntime } from './runtime.mjs';
import { logStep, seconds } from './console.mjs';

const packagesOf = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;

/**
 * Whether node_modules has all packages of package-lock.json. npm writes its own list last, so an interrupted install
 * has none; a manual install counts, too.
 */
function areAllInstalled() {
  const list = at('node_modules', '.package-lock.json');
  if (!existsSync(list)) return false;
  const installed = packagesOf(list);
  return Object.entries(packagesOf(at('package-lock.json'))).every(
    ([path, expected]) =>
      path === '' ||
      (installed[path] ? installed[path].version === expected.version : expected.optional || expected.peer),
  );
}

/** Installs the packages of the lock file unless they are already installed. */
async function installPackages(runtime) {
  if (areAllInstalled()) return;
  const startedAt = Date.now();
  logStep('Installing packages from the npm registry (about 1.2 GB on disk; a minute or two the first time)');
  // npm removes the folder itself, but fails on the leftovers of an interrupted install.
  rmSync(at('node_modules'), { recursive: true, force: true, maxRetries: 5 });
  await installFromLockFile(runtime);
  logStep(`Packages installed in ${seconds(Date.now() - startedAt)}`);
}

/** Prepares a fresh clone: provides a recent Node and installs the packages of the lock file. */
export async function bootstrap() {
  const runtime = await provideRuntime();
  await installPackages(runtime);
  return runtime;
}
