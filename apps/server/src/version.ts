import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Sources and build lie at different depths under the same package.json. */
const packageFile = (folder: string): string => {
  const file = join(folder, 'package.json');
  return existsSync(file) ? file : packageFile(dirname(folder));
};

/** The version of the product. */
export const version = (): string => {
  const file = packageFile(dirname(fileURLToPath(import.meta.url)));
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
};
