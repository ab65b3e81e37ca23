import { randomOf } from '../../../support/random-numbers.mjs';

const random = randomOf(4);
/** Few words are frequent, most are rare. */
const often = (list) => list[Math.floor(random() ** 3 * list.length)];

const letters = 'abcdefghijklmnopqrstuvwxyz';
const words = Array.from({ length: 8_000 }, () =>
  Array.from({ length: 2 + Math.floor(random() * 8) }, () => letters[Math.floor(random() * 26)]).join(''),
);
const characters = Array.from({ length: 3_000 }, (_, n) => String.fromCodePoint(0x4e00 + n * 5));
const some = (from, to, make) => Array.from({ length: from + Math.floor(random() * (to - from)) }, make);

/** One word in every message, one in every 500th, and one in a single message, in both languages. */
export const MARKS = { every: 'render 画面', some: 'moonlight 月光', one: 'zeppelin 飞艇' };

/** Half of them in Chinese. @returns text of the nth message */
export function textOf(n, count) {
  const marks = [
    MARKS.every,
    ...(n % 500 === 0 ? [MARKS.some] : []),
    ...(n === Math.floor(count / 2) ? [MARKS.one] : []),
  ];
  const sentence = n % 2 ? some(8, 20, () => often(words)).join(' ') : some(15, 40, () => often(characters)).join('');
  return `${sentence} ${marks.join(' ')}`;
}
