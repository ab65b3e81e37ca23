import { Automaton } from './aho-corasick/automaton.js';
import type { Pattern } from './matching/pattern.js';
import { keyOf, patternOf } from './matching/pattern.js';
import { SymbolTable } from './matching/symbol-table.js';
import { NormalizedText } from './prompt-syntax/normalized-text.js';
import { disguisesOf } from './disguises/disguises.js';
import { BUILT_IN_TERMS } from './lists/built-in-terms.js';
import type { Cooperative } from './cooperative.js';
import type { Term } from './term.js';
import { parseParts } from './multi-part-terms/parts.js';
import { MultiPartMatcher } from './multi-part-terms/multi-part-matcher.js';

const TERMS_PER_SLICE = 64;
/** Further words are found as written and in the disguises that normalization undoes. Bounds memory and the time to compile. */
const MAX_DISGUISED_WORDS = 5_000;

/** Blocked and allowed terms, compiled. Immutable. */
export interface CompiledLists {
  readonly symbols: SymbolTable;
  readonly automaton: Automaton;
  readonly patterns: readonly Pattern[];
  /** The first pattern of each automaton key, and for each pattern the next one with the same key. */
  readonly firstPatternOfKey: Int32Array;
  readonly nextPatternOfKey: Int32Array;
  /** 1 when all patterns of a key must end at a word boundary, which rules out most candidates cheaply. */
  readonly closedKeys: Uint8Array;
  readonly multiPart: MultiPartMatcher;
}

export function* compileLists(terms: readonly Term[], allowed: readonly string[]): Cooperative<CompiledLists> {
  const symbols = new SymbolTable();
  const multiPartMatcher = new MultiPartMatcher();
  const { patterns, keys, keyOfPattern } = yield* patternsOf(wordsToSearch(terms, allowed, multiPartMatcher), symbols);
  yield* multiPartMatcher.index();
  const firstPatternOfKey = new Int32Array(keys.length).fill(-1);
  const nextPatternOfKey = new Int32Array(patterns.length);
  const closedKeys = new Uint8Array(keys.length).fill(1);
  patterns.forEach(({ suffixWildcard, isUnsegmented }, index) => {
    const key = keyOfPattern[index]!;
    nextPatternOfKey[index] = firstPatternOfKey[key]!;
    firstPatternOfKey[key] = index;
    if (suffixWildcard || isUnsegmented) closedKeys[key] = 0;
  });
  yield;
  const automaton = yield* Automaton.of(keys, symbols.size);
  return { symbols, automaton, patterns, firstPatternOfKey, nextPatternOfKey, closedKeys, multiPart: multiPartMatcher };
}

const builtInWords = new Set(BUILT_IN_TERMS.flatMap(({ text }) => parseParts(text).flat()));
const isBuiltIn = (text: string): boolean => builtInWords.has(text);

interface SearchedWord {
  readonly term: Term;
  readonly isAllowed: boolean;
  /** See Pattern. */
  readonly wordNumber?: number;
}

/** Lists the words to search. Words that several multi-part terms share are listed once. */
function* wordsToSearch(
  terms: readonly Term[],
  allowed: readonly string[],
  multiPartMatcher: MultiPartMatcher,
): Generator<SearchedWord> {
  for (const term of terms) {
    const parts = parseParts(term.text);
    if (parts.length === 1) {
      for (const text of parts[0]!) yield { term: { id: term.id, text }, isAllowed: false };
    } else {
      for (const { text, wordNumber } of multiPartMatcher.add(term.id, parts)) {
        yield { term: { id: '', text }, isAllowed: false, wordNumber };
      }
    }
  }
  for (const text of allowed) yield { term: { id: '', text }, isAllowed: true };
}

function* patternsOf(words: Iterable<SearchedWord>, symbols: SymbolTable) {
  const normalizedText = new NormalizedText();
  const patterns: Pattern[] = [];
  const keys = new Map<string, number>();
  const keyOfPattern: number[] = [];
  let count = 0;
  const add = (pattern: Pattern): void => {
    const key = keyOf(pattern, (letter) => symbols.add(letter));
    if (!keys.has(key)) keys.set(key, keys.size);
    keyOfPattern.push(keys.get(key)!);
    patterns.push(pattern);
  };
  for (const { term, isAllowed, wordNumber } of words) {
    if (count++ % TERMS_PER_SLICE === 0) yield;
    const pattern = patternOf(term, normalizedText, isAllowed, wordNumber);
    if (!pattern) continue;
    add(pattern);
    if (isAllowed || count > MAX_DISGUISED_WORDS) continue;
    for (const disguise of disguisesOf(term.text, isBuiltIn(term.text), wordNumber !== undefined)) {
      const disguised = patternOf({ id: term.id, text: disguise.text }, normalizedText, false, wordNumber, disguise);
      if (disguised) add(disguised);
    }
  }
  yield;
  return { patterns, keys: [...keys.keys()], keyOfPattern };
}
