import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Pages under docs/measures that more than one measurement writes: a chapter each, from its heading to the next. */
const CHAPTERS = /^(?=## )/m;

const headingOf = (chapter) => chapter.split('\n', 1)[0];

/** @returns the current chapter, '' if there is none yet */
export function chapterOf(path, heading) {
  if (!existsSync(path)) return '';
  const found = readFileSync(path, 'utf8').split(CHAPTERS);
  return found.find((chapter) => headingOf(chapter) === heading) ?? '';
}

/** Replaces the chapter with the same heading, or appends one. */
export function writeChapter(path, chapter) {
  const others = readFileSync(path, 'utf8').split(CHAPTERS);
  const index = others.findIndex((one) => headingOf(one) === headingOf(chapter));
  const all = index < 0 ? [...others, chapter] : others.with(index, chapter);
  writeFileSync(path, `${all.map((one) => one.trim()).join('\n\n')}\n`);
}
