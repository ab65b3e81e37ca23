import type { VocabularyEntry, VocabularyKind, VocabularyView } from '@visionary/contract';
import { foldWord, hasHan } from './word-forms.js';
import { QUIET_CHINESE, QUIET_ENGLISH } from './quiet-words.js';

export type Entry = VocabularyEntry & { readonly number: number; readonly kind: VocabularyKind };
export type Group = Omit<VocabularyView['groups'][number], 'entries'> & { readonly entries: readonly Entry[] };

/** A vocabulary, prepared for looking words up. */
export interface VocabularyIndex {
  readonly groups: readonly Group[];
  readonly entries: readonly Entry[];
  readonly tiles: VocabularyView['tiles'];
  /** Numbers of entries by folded word or phrase. */
  readonly byWord: ReadonlyMap<string, number>;
  /** Words that are known without naming an entry. */
  readonly known: ReadonlySet<string>;
  /** Nearest entries of words that are not known, by folded word or phrase. */
  readonly near: ReadonlyMap<string, readonly number[]>;
  /** The most words that a phrase has. */
  readonly phraseLength: number;
  /** The most characters that a Chinese word has. */
  readonly hanLength: number;
  /** How many different entries of a kind the model draws reliably in one image; absent where it does not say. */
  readonly atOnce: NonNullable<VocabularyView['atOnce']>;
}

export function indexVocabulary({ groups: listed, tiles, also, near, atOnce = {} }: VocabularyView): VocabularyIndex {
  let number = 0;
  const groups = listed.map((group) => ({
    ...group,
    entries: group.entries.map((entry): Entry => ({ ...entry, number: number++, kind: group.kind })),
  }));
  const entries = groups.flatMap((group) => group.entries);
  const byWord = wordsOf(entries);
  const nearest = new Map<string, readonly number[]>();
  for (const { words, entries: numbers } of near) {
    for (const word of words.map(foldWord)) if (!byWord.has(word) && !nearest.has(word)) nearest.set(word, numbers);
  }
  const parts = [...byWord.keys()].filter((word) => !hasHan(word)).flatMap((word) => word.split(' '));
  const phrases = [...byWord.keys(), ...nearest.keys()];
  return {
    groups,
    entries,
    tiles,
    byWord,
    known: new Set([...parts, ...also.en.map(foldWord), ...also.zh.map(foldWord), ...QUIET_ENGLISH, ...QUIET_CHINESE]),
    near: nearest,
    phraseLength: Math.max(1, ...phrases.map((word) => word.split(' ').length)),
    hanLength: Math.max(1, ...phrases.filter(hasHan).map((word) => word.length)),
    atOnce,
  };
}

/** The first entry with a word has it. Words of grammar, such as `and`, name no entry. */
function wordsOf(entries: readonly Entry[]): Map<string, number> {
  const byWord = new Map<string, number>();
  for (const { en, zh, number } of entries) {
    for (const word of [...en, ...zh].map(foldWord)) {
      if (!byWord.has(word) && !QUIET_ENGLISH.has(word) && !QUIET_CHINESE.has(word)) byWord.set(word, number);
    }
  }
  return byWord;
}

/** An index that knows these words, too: those that chosen LoRAs react to. */
export const withKnownWords = (index: VocabularyIndex, words: readonly string[]): VocabularyIndex =>
  words.length === 0
    ? index
    : {
        ...index,
        known: new Set([...index.known, ...words.flatMap((word) => [foldWord(word), ...foldWord(word).split(' ')])]),
      };

/** The word of an entry that fits a text in this language, else one of the other language. */
export const wordOf = ({ en, zh }: VocabularyEntry, isChinese: boolean): string =>
  (isChinese ? (zh[0] ?? en[0]) : (en[0] ?? zh[0])) ?? '';
