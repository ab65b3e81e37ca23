/**
 * Tokens of the full-text search. Scripts without spaces become character bigrams, so that any substring is found; other text
 * becomes words. Tokens consist of ASCII letters and digits, because databases split, drop, and fold everything else
 * differently: `c` and two code points of four base-36 digits each, or `xw` and a word.
 */
const CJK = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\u30fc\p{Extended_Pictographic}\p{RI}`;
const RUNS = new RegExp(`(?<dense>[${CJK}]+)|[[\\p{L}\\p{N}\\p{M}]--[${CJK}]]+`, 'gv');

/** The longest token that every index keeps. */
const MAX_TOKEN_LENGTH = 80;

/** Removes differences of case and width. */
const fold = (text: string): string => text.normalize('NFKC').toLowerCase();

const codeOf = (character: string): string => (character.codePointAt(0) ?? 0).toString(36).padStart(4, '0');

/** A prefix of a word becomes a prefix of its token. */
const toWordToken = (word: string): string =>
  `xw${word.replace(/[^a-y0-9]/gu, (character) => (character === 'z' ? 'zz' : `z${codeOf(character)}`))}`.slice(
    0,
    MAX_TOKEN_LENGTH,
  );

/** One token per character: with the next character, or alone at the end. */
const bigrams = (run: string): string[] => {
  const codes = Array.from(run, codeOf);
  return codes.map((code, index) => `c${code}${codes[index + 1] ?? ''}`);
};

/** The tokens of a text, in order. */
export const tokenize = (text: string): string[] =>
  [...fold(text).matchAll(RUNS)].flatMap(({ 0: run, groups }) =>
    groups?.['dense'] ? bigrams(run) : [toWordToken(run)],
  );

/** Adjacent tokens that a text must contain. */
export interface QueryTerm {
  readonly tokens: readonly [string, ...string[]];
  /** The last token may be a prefix. */
  readonly isPrefix: boolean;
}

/** A single character of a dense script matches anywhere, a word of two letters or more as a prefix, one letter exactly. */
const termOf = (run: string, isDense: boolean): QueryTerm => {
  if (!isDense) return { tokens: [toWordToken(run)], isPrefix: Array.from(run).length > 1 };
  const [first, ...others] = bigrams(run);
  const pairs = [first as string, ...others.slice(0, -1)] as [string, ...string[]];
  return { tokens: pairs, isPrefix: others.length === 0 };
};

/** The terms of a query, all of which must match. Empty for a query without words. */
export const parseQuery = (text: string): QueryTerm[] => {
  const terms = [...fold(text).matchAll(RUNS)].map(({ 0: run, groups }) => termOf(run, Boolean(groups?.['dense'])));
  return [...new Map(terms.map((term) => [`${term.tokens.join(' ')} ${term.isPrefix}`, term])).values()];
};

/** A token for an id, so that one index filters by id, too. @param kind `a` for an author, `r` for a room */
export const toIdToken = (kind: 'a' | 'r', id: string): string => `${kind}${id.replaceAll('-', '')}`;

/** UTF-16 code units before the match. */
const EXCERPT_LEAD = 24;
/** UTF-16 code units from the match on. */
const EXCERPT_LENGTH = 160;

/** @returns the position of the first match of any query term, in UTF-16 code units; -1 when there is none */
export function firstMatch(text: string, query: string): number {
  const [positions, characters]: [number[], string[]] = [[], []];
  let at = 0;
  for (const character of text) {
    const normalized = fold(character);
    for (const _ of normalized.split('')) positions.push(at);
    characters.push(normalized);
    at += character.length;
  }
  const words = Array.from(fold(query).matchAll(RUNS), ({ 0: run }) => run);
  for (const { 0: run, index, groups } of characters.join('').matchAll(RUNS)) {
    const hits = words.map((word) => (groups?.['dense'] ? run.indexOf(word) : run.startsWith(word) ? 0 : -1));
    const first = Math.min(...hits.filter((hit) => hit >= 0));
    if (Number.isFinite(first)) return positions[index + first] ?? -1;
  }
  return -1;
}

/** @returns the text around the first match, null when there is none */
export function makeExcerpt(text: string, query: string): string | null {
  const hit = firstMatch(text, query);
  if (hit < 0) return null;
  const before = text
    .slice(Math.max(0, hit - EXCERPT_LEAD), hit)
    .toWellFormed()
    .replace(/^\ufffd/u, '');
  const lead = hit <= EXCERPT_LEAD ? before : `…${before.replace(/^[\p{L}\p{N}]*[^\p{L}\p{N}]+/u, '')}`;
  return `${lead}${text.slice(hit, hit + EXCERPT_LENGTH)}`
    .toWellFormed()
    .replace(/\ufffd$/u, '')
    .replace(/\s+/gu, ' ');
}
