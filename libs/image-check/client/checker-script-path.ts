import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The judge's place beside this file in a build, and in the build that lies beside the sources. */
const PLACES = ['../../../apps/image-checker/src/main.js', '../../../dist/apps/image-checker/src/main.js'];

export function checkerScriptPath(): string {
  const [built = '', ...others] = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return [built, ...others].find((path) => existsSync(path)) ?? built;
}
