import { join } from 'node:path';

/** The folder that holds package.json. */
export const root = join(import.meta.dirname, '..');

/** A path inside the project, whatever folder a command was typed in. */
export const at = (...parts) => join(root, ...parts);
