import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Resolves a path against the project's folder, whatever the working directory is. Absolute paths stay unchanged. */
export const at = (...parts) => resolve(root, ...parts);
