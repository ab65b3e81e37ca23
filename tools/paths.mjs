import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** A path inside the project, whatever folder a command was typed in; an absolute one stays what it is. */
export const at = (...parts) => resolve(root, ...parts);
