import { installPackages } from './packages.mjs';
import { runtime } from './runtime.mjs';

/** Prepares a fresh clone: provides a recent Node and installs the packages of the lock file. */
export async function bootstrap() {
  const run = await runtime();
  await installPackages(run);
  return run;
}
