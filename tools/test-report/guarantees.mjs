import { readFileSync } from 'node:fs';

import { at } from '../paths.mjs';

const SECTION = /^## ([A-Z]+): (.+)$/;
const GUARANTEE = /^- \*\*([A-Z]+\d+)\*\*/;
const GUARANTEE_IDS = /\[([A-Z]+\d+(?:, ?[A-Z]+\d+)*)\]/g;

/** @returns {{letters: string, title: string, guarantees: string[]}[]} the sections of docs/SPEC.md, in order */
export function readSections(text = readFileSync(at('docs/SPEC.md'), 'utf8')) {
  const sections = [];
  for (const line of text.split('\n')) {
    const [, letters, title] = SECTION.exec(line) ?? [];
    if (letters) sections.push({ letters, title, guarantees: [] });
    const [, guarantee] = GUARANTEE.exec(line) ?? [];
    if (guarantee) sections.at(-1)?.guarantees.push(guarantee);
  }
  return sections;
}

/** The guarantees that a test title names: `[M12] …`, `[G15, E12] …`. */
export const guaranteesOf = (title) =>
  [...title.matchAll(GUARANTEE_IDS)].flatMap(([, numbers]) => numbers.split(/, ?/));
