import type { Disguise } from './disguise.js';

const ENGLISH = /^(\d{1,2}|[a-z]+) year old$/u;
const CHINESE = /^(\d{1,2}|[一二三四五六七八九十]+)岁$/u;

/** Other ways to write an age. The colon stands for any separator: `age 7`, `age: 7`. */
export function agesOf(text: string): Disguise[] {
  const [, years] = ENGLISH.exec(text) ?? CHINESE.exec(text) ?? [];
  if (years === undefined) return [];
  const forms = text.endsWith('岁')
    ? [`${years}周岁`, `年龄${years}`, `年龄：${years}`, ...(years === '二' ? ['两岁', '两周岁'] : [])]
    : [
        ...[`${years} yr old*`, `${years} yrs old`, `${years} years of age`, `${years} yo`],
        ...[`age: ${years}`, `aged: ${years}`, `age of ${years}`],
      ];
  return forms.map((form) => ({ text: form }));
}
