import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The judge's place beside this file in a build, and in the build that lies beside the sources. */
const PLACES = ['../../../apps/judge/src/main.js', '../../../dist/apps/judge/src/main.js'];

export function builtJudge(): string {
  const [built = '', ...others] = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return [built, ...others].find((path) => existsSync(path)) ?? built;
}
