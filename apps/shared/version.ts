import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Sources and build are at different depths below the same package.json. */
const findPackageFile = (folder: string): string => {
  const file = join(folder, 'package.json');
  return existsSync(file) ? file : findPackageFile(dirname(folder));
};

export const readVersion = (): string => {
  const file = findPackageFile(dirname(fileURLToPath(import.meta.url)));
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
};
