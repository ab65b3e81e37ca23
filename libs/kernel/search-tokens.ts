/**
 * What the search compares. Scripts that set no spaces are cut into pairs of characters, so that any part of a text is
 * found; everything else into words. Tokens are plain letters and digits, since the indexes of databases cut, drop and fold
 * everything else each in its own way: `c` and two characters of four digits each, to base 36; `xw` and a word.
 */
const CJK = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\u30fc\p{Extended_Pictographic}\p{RI}`;
const RUNS = new RegExp(`(?<dense>[${CJK}]+)|[[\\p{L}\\p{N}\\p{M}]--[${CJK}]]+`, 'gv');

/** The longest token that every index keeps. */
const TOKEN_LENGTH = 80;

/** In any case and width. */
const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

const codeOf = (character: string): string => (character.codePointAt(0) ?? 0).toString(36).padStart(4, '0');

/** The beginning of a word becomes the beginning of its token. */
const toWordToken = (word: string): string =>
  `xw${word.replace(/[^a-y0-9]/gu, (character) => (character === 'z' ? 'zz' : `z${codeOf(character)}`))}`.slice(
    0,
    TOKEN_LENGTH,
  );

/** One token for each character: with the one after it, or alone at the end. */
const bigrams = (run: string): string[] => {
  const codes = Array.from(run, codeOf);
  return codes.map((code, index) => `c${code}${codes[index + 1] ?? ''}`);
};

/** Tokens of a text, in its order. */
export const tokenize = (text: string): string[] =>
  [...folded(text).matchAll(RUNS)].flatMap(({ 0: run, groups }) =>
    groups?.['dense'] ? bigrams(run) : [toWordToken(run)],
  );

/** Something that must be in a text: tokens next to each other, or the beginning of one. */
export interface QueryTerm {
  readonly tokens: readonly [string, ...string[]];
  readonly isPrefix: boolean;
}

/** One character of a dense script is found wherever it stands, a word of two letters by its beginning, one letter as itself. */
const termOf = (run: string, isDense: boolean): QueryTerm => {
  if (!isDense) return { tokens: [toWordToken(run)], isPrefix: Array.from(run).length > 1 };
  const [first, ...others] = bigrams(run);
  const pairs = [first as string, ...others.slice(0, -1)] as [string, ...string[]];
  return { tokens: pairs, isPrefix: others.length === 0 };
};

/** What a text asks for: all of it must be found. Empty for one that asks for no word. */
export const parseQuery = (text: string): QueryTerm[] => {
  const terms = [...folded(text).matchAll(RUNS)].map(({ 0: run, groups }) => termOf(run, Boolean(groups?.['dense'])));
  return [...new Map(terms.map((term) => [`${term.tokens.join(' ')} ${term.isPrefix}`, term])).values()];
};

/** Ids are words too, so that what belongs to one is found without reading anything else. @param kind one letter for what it is of */
export const toIdToken = (kind: 'a' | 'r', id: string): string => `${kind}${id.replaceAll('-', '')}`;

/** Before what was found an excerpt shows so much, in code units, and altogether so much. */
const LEAD = 24;
const EXCERPT = 160;

/** Where in a text the first of what is asked for stands, in UTF-16 code units; -1: nothing of it does. */
export function firstMatch(text: string, asked: string): number {
  const [places, letters]: [number[], string[]] = [[], []];
  let at = 0;
  for (const character of text) {
    const same = folded(character);
    for (const _ of same.split('')) places.push(at);
    letters.push(same);
    at += character.length;
  }
  const wanted = Array.from(folded(asked).matchAll(RUNS), ({ 0: run }) => run);
  for (const { 0: run, index, groups } of letters.join('').matchAll(RUNS)) {
    const hits = wanted.map((word) => (groups?.['dense'] ? run.indexOf(word) : run.startsWith(word) ? 0 : -1));
    const first = Math.min(...hits.filter((hit) => hit >= 0));
    if (Number.isFinite(first)) return places[index + first] ?? -1;
  }
  return -1;
}

/** What stands around the first of what is asked for; null where nothing of it does. */
export function makeExcerpt(text: string, asked: string): string | null {
  const hit = firstMatch(text, asked);
  if (hit < 0) return null;
  const before = text
    .slice(Math.max(0, hit - LEAD), hit)
    .toWellFormed()
    .replace(/^\ufffd/u, '');
  const whole = hit <= LEAD ? before : `…${before.replace(/^[\p{L}\p{N}]*[^\p{L}\p{N}]+/u, '')}`;
  return `${whole}${text.slice(hit, hit + EXCERPT)}`
    .toWellFormed()
    .replace(/\ufffd$/u, '')
    .replace(/\s+/gu, ' ');
}
