import { readFileSync } from 'node:fs';

import { at } from '../paths.mjs';

const SECTION = /^## ([A-Z]+): (.+)$/;
const PROMISE = /^- \*\*([A-Z]+\d+)\*\*/;
const NUMBERS = /\[([A-Z]+\d+(?:, ?[A-Z]+\d+)*)\]/g;

/** @returns {{letters: string, title: string, promises: string[]}[]} the sections of docs/SPEC.md, in order */
export function readSections(text = readFileSync(at('docs/SPEC.md'), 'utf8')) {
  const sections = [];
  for (const line of text.split('\n')) {
    const [, letters, title] = SECTION.exec(line) ?? [];
    if (letters) sections.push({ letters, title, promises: [] });
    const [, promise] = PROMISE.exec(line) ?? [];
    if (promise) sections.at(-1)?.promises.push(promise);
  }
  return sections;
}

/** The guarantees that a test title names: `[M12] …`, `[G15, E12] …`. */
export const promisesOf = (title) => [...title.matchAll(NUMBERS)].flatMap(([, numbers]) => numbers.split(/, ?/));
