import { Converter } from 'opencc-js/cn2t';

import { apart, homophone, pinyin } from './chinese-characters.mjs';

const traditional = Converter({ from: 'cn', to: 't' });
const INVISIBLE = ['\u200b', '\u200d', '\u2060', '\u00ad', '\ufeff', '\ufe0f'];
const MARKS = ['\u0301', '\u0336', '\u0323', '\u20dd', '\u0489'];
const LOOKS = {
  a: 'аɑα',
  b: 'Ьᖯ',
  c: 'сϲ',
  d: 'ԁ',
  e: 'еҽ',
  g: 'ɡ',
  h: 'һ',
  i: 'іι',
  j: 'ј',
  k: 'κк',
  l: 'ӏ',
  n: 'ո',
  o: 'оοօ',
  p: 'рρ',
  s: 'ѕ',
  t: 'т',
  u: 'υս',
  v: 'ѵν',
  w: 'ԝ',
  x: 'хχ',
  y: 'уγ',
};
const LEET = { a: '4@', b: '8', c: '¢', e: '3€', g: '9', i: '1!', l: '1', o: '0', s: '5$', t: '7+', u: 'v', z: '2' };
const SIGNS = ['.', '*', '-', '_', '~', '·', '🔥', '^'];
const STYLES = [0x1d400, 0x1d4d0, 0x1d538 + 0x34, 0x1d5d4, 0x1d670];

const isLatin = (letter) => /[a-z]/i.test(letter);
const letters = (text) => [...text];
const styled = (letter, first) => String.fromCodePoint(first + letter.toLowerCase().charCodeAt(0) - 97 + 26);
const wide = (letter) =>
  letter > ' ' && letter < '\x7f' ? String.fromCharCode(letter.charCodeAt(0) + 0xfee0) : letter;

/** Where a text may be split: between two letters, not at a space. */
const tear = (text, between) =>
  letters(text)
    .map((letter, i, all) => (i > 0 && letter !== ' ' && all[i - 1] !== ' ' ? between(i) + letter : letter))
    .join('');
const each = (text, change) =>
  letters(text)
    .map((letter) => (letter === ' ' ? letter : change(letter)))
    .join('');

/**
 * How users obfuscate a word so that it is readable but not matched, with random choices. Ways that change letters
 * come before ways that insert something between them.
 * @type {Record<string, (text: string, random: {chance(p: number): boolean, pick<T>(items: ArrayLike<T>): T}) => string>}
 */
export const ON_LETTERS = {
  case: (text, { chance }) => each(text, (letter) => (chance(0.5) ? letter.toUpperCase() : letter)),
  leet: (text, { chance, pick }) => {
    let kept = 0;
    // Leaves single letters: a number is a number.
    return each(text, (letter) => {
      const signs = LEET[letter.toLowerCase()];
      return signs && (kept++ > 0 || !isLatin(letter)) && chance(0.6) ? pick(letters(signs)) : letter;
    });
  },
  confusables: (text, { chance, pick }) =>
    each(text, (letter) =>
      LOOKS[letter.toLowerCase()] && chance(0.6) ? pick(letters(LOOKS[letter.toLowerCase()])) : letter,
    ),
  width: (text, { chance }) => each(text, (letter) => (chance(0.7) ? wide(letter) : letter)),
  style: (text, { pick }) => {
    const first = pick(STYLES.filter((start) => start !== 0x1d538 + 0x34));
    return each(text, (letter) => (isLatin(letter) ? styled(letter, first) : letter));
  },
  traditional: (text) => each(text, (letter) => traditional(letter)),
};

/** Each keeps the text readable as one piece. */
export const BETWEEN = {
  invisible: (text, { chance, pick }) => tear(text, () => (chance(0.6) ? pick(INVISIBLE) : '')),
  accents: (text, { chance, pick }) =>
    each(text, (letter) => (chance(0.6) && isLatin(letter.normalize('NFKC')) ? letter + pick(MARKS) : letter)),
  signs: (text, { pick }) => {
    const sign = pick(SIGNS);
    return tear(text, () => sign);
  },
  spaces: (text) => tear(text, () => ' '),
  weights: (text, { pick }) => {
    const all = letters(text);
    const cut = all.length > 1 ? 1 + Math.floor(pick([0, 0.3, 0.6, 0.9]) * (all.length - 1)) : 1;
    const [head, tail] = [all.slice(0, cut).join(''), all.slice(cut).join('')];
    return pick([
      `(${head}:1.1)${tail}`,
      `((${head}))${tail}`,
      `[${head}]${tail}`,
      `${head}(${tail}:0.9)`,
      `[${head}|x]${tail}`,
      `${head}<lora:ink:1>${tail}`,
      `${head}[y:${tail}:0.5]`,
    ]);
  },
};

const LOOK_ALIKES = { 口: '囗ロ', 裸: '祼躶果', 奸: '姧', 淫: '婬' };

const entity = (letter, { pick }) => {
  const code = letter.codePointAt(0);
  return pick([`&#${code};`, `&#x${code.toString(16)};`, `&#${String(code).padStart(5, '0')};`]);
};
/** Replaces one of the matches. */
const one = (text, pattern, { pick }, change) => {
  const matches = [...text.matchAll(pattern)];
  if (matches.length === 0) return text;
  const { 0: found, index } = pick(matches);
  return text.slice(0, index) + change(found) + text.slice(index + found.length);
};
/** A single character has too many words of its sound. */
const spoken = (text, between, tones) => {
  if (letters(text).length < 2) return text;
  return text
    .replace(HAN, (character) => `${between}${pinyin(character, tones)}${between}`)
    .replace(/\s+/gu, ' ')
    .trim();
};
const HAN = /\p{Script=Han}/gu;

/** Ways that users see through only with some effort. All are single: nobody combines them. */
export const BEYOND = {
  entities: (text, random) => each(text, (letter) => entity(letter, random)),
  encodedTwice: (text, random) => each(text, (letter) => entity(letter, random).replace('&', '&amp;')),
  masked: (text) => text.replace(/(?<=[a-z])[aeiou](?=[a-z])/i, '*'),
  drawnOut: (text, { pick }) => {
    const letter = pick(letters(text).filter(isLatin));
    return letter === undefined ? text : text.replace(letter, letter.repeat(4));
  },
  swapped: (text, random) =>
    one(text, /[a-z]{4,}|[\p{Script=Han}]{3,}/giu, random, (word) => {
      const all = letters(word);
      const at = 1 + Math.floor(random.pick([0, 0.3, 0.6, 0.9]) * (all.length - 2));
      return all
        .with(at, all[at + 1])
        .with(at + 1, all[at])
        .join('');
    }),
  reversed: (text) => (letters(text).length > 2 && !/\d/u.test(text) ? letters(text).toReversed().join('') : text),
  glued: (text, { pick }) => pick([`就${text}了吗`, `她${text}着`, `不${text}人`, `那个${text}你们`, `大${text}小`]),
  pinyin: (text) => spoken(text, '', 'none'),
  syllables: (text) => spoken(text, ' ', 'none'),
  tones: (text, { pick }) => spoken(text, pick(['', ' ']), 'marks'),
  toneNumbers: (text) => spoken(text, '', 'numbers'),
  mixed: (text, random) => (text.length < 2 ? text : one(text, HAN, random, (character) => pinyin(character))),
  homophones: (text, random) => one(text, HAN, random, (character) => homophone(character, random.pick)),
  lookAlikes: (text, random) =>
    one(text, /[口裸奸淫]/gu, random, (character) => random.pick([...LOOK_ALIKES[character]])),
  takenApart: (text) => text.replace(HAN, (character) => apart(character)),
};
