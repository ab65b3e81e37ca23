import { readFileSync } from 'node:fs';

/**
 * Harmless texts of our own making that careless filters stop, one a line.
 * @param {'prompts-en' | 'prompts-zh' | 'chat'} name
 */
export const harmlessTexts = (name) =>
  readFileSync(new URL(`./harmless/${name}.txt`, import.meta.url), 'utf8')
    .trim()
    .split('\n');

/**
 * Prompts that sexualize minors, one a line, in the words of a user who avoids the usual ones.
 * @param {'prompts-en' | 'prompts-zh'} name
 */
export const graveTexts = (name) =>
  readFileSync(new URL(`./grave/${name}.txt`, import.meta.url), 'utf8')
    .trim()
    .split('\n');
