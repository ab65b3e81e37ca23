import { readFileSync } from 'node:fs';

import { at } from './paths.mjs';

/** @returns {Promise<string>} the text formatted as `npm run fix` formats a file of that name */
export async function formatted(file, text) {
  // Imported on use, because a fresh clone has no packages yet.
  const { format } = await import('oxfmt');
  const { ignorePatterns: _, ...options } = JSON.parse(readFileSync(at('.oxfmtrc.json'), 'utf8'));
  const { code, errors } = await format(file, text, options);
  if (errors.length > 0) throw new Error(`${file} cannot be formatted: ${errors[0].message}`);
  return code;
}
