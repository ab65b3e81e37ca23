import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Folders of the programs: beside this file in a build, and in the build beside the sources. */
const APPS = ['../../apps/', '../../dist/apps/'];

/** @param path of a script in the folder of the programs, such as `renderer/src/main.js`. @returns its absolute path */
export function builtProgram(path: string): string {
  const [beside = '', ...others] = APPS.map((apps) => fileURLToPath(new URL(apps + path, import.meta.url)));
  return [beside, ...others].find((one) => existsSync(one)) ?? beside;
}
