import { readFileSync } from 'node:fs';

import { at } from './paths.mjs';

/** @returns {Promise<string>} a text laid out as `npm run fix` lays out a file of that name */
export async function formatted(file, text) {
  // A fresh clone has no packages when the tools are loaded.
  const { format } = await import('oxfmt');
  const { ignorePatterns: _, ...options } = JSON.parse(readFileSync(at('.oxfmtrc.json'), 'utf8'));
  const { code, errors } = await format(file, text, options);
  if (errors.length > 0) throw new Error(`${file} cannot be formatted: ${errors[0].message}`);
  return code;
}
