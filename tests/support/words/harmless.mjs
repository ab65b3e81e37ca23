import { readFileSync } from 'node:fs';

/**
 * Harmless texts of our own making that careless filters stop, one a line.
 * @param {'prompts-en' | 'prompts-zh' | 'chat'} name
 */
export const harmlessTexts = (name) =>
  readFileSync(new URL(`./harmless/${name}.txt`, import.meta.url), 'utf8')
    .trim()
    .split('\n');
