import { installPackages } from './packages.mjs';
import { runtime } from './runtime.mjs';

/** Brings a fresh clone to where tools can run: a Node that is new enough, and the packages of the lock file. */
export async function bootstrap() {
  const run = await runtime();
  await installPackages(run);
  return run;
}
