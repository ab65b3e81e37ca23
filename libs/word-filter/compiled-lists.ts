import { Automaton } from './aho-corasick/automaton.js';
import type { Pattern } from './matching/pattern.js';
import { keyOf, patternOf } from './matching/pattern.js';
import { SymbolTable } from './matching/symbol-table.js';
import { NormalizedText } from './prompt-syntax/normalized-text.js';
import type { Cooperative } from './cooperative.js';
import type { Term } from './term.js';
import { parseParts } from './multi-part-terms/parts.js';
import { MultiPartMatcher } from './multi-part-terms/multi-part-matcher.js';

const TERMS_OF_A_SLICE = 256;

/** What is looked for and what is let through, made ready. It does not change any more. */
export interface CompiledLists {
  readonly symbols: SymbolTable;
  readonly automaton: Automaton;
  readonly patterns: readonly Pattern[];
  /** For each key of the automaton the patterns that have it, and for each pattern the next one with the same key. */
  readonly firstOfKey: Int32Array;
  readonly nextOfKey: Int32Array;
  /** 1 where all patterns of a key end with a word of an alphabet: most of what is come upon inside words is no more than that. */
  readonly closedKeys: Uint8Array;
  readonly together: MultiPartMatcher;
}

export function* compileLists(terms: readonly Term[], allowed: readonly string[]): Cooperative<CompiledLists> {
  const symbols = new SymbolTable();
  const multiPartMatcher = new MultiPartMatcher();
  const { patterns, keys, keyOfPattern } = yield* patternsOf(soughtOf(terms, allowed, multiPartMatcher), symbols);
  yield* multiPartMatcher.settle();
  const firstOfKey = new Int32Array(keys.length).fill(-1);
  const nextOfKey = new Int32Array(patterns.length);
  const closedKeys = new Uint8Array(keys.length).fill(1);
  patterns.forEach(({ suffixWildcard, isSpaceless }, index) => {
    const key = keyOfPattern[index]!;
    nextOfKey[index] = firstOfKey[key]!;
    firstOfKey[key] = index;
    if (suffixWildcard || isSpaceless) closedKeys[key] = 0;
  });
  yield;
  const automaton = yield* Automaton.of(keys, symbols.size);
  return { symbols, automaton, patterns, firstOfKey, nextOfKey, closedKeys, together: multiPartMatcher };
}

interface Sought {
  readonly term: Term;
  readonly isAllowed: boolean;
  /** See Pattern. */
  readonly word?: number;
}

/** Each word that is looked for, of terms in parts each once. */
function* soughtOf(
  terms: readonly Term[],
  allowed: readonly string[],
  multiPartMatcher: MultiPartMatcher,
): Generator<Sought> {
  for (const term of terms) {
    const parts = parseParts(term.text);
    if (parts.length === 1) {
      for (const text of parts[0]!) yield { term: { id: term.id, text }, isAllowed: false };
    } else {
      for (const { text, word } of multiPartMatcher.take(term.id, parts)) {
        yield { term: { id: '', text }, isAllowed: false, word };
      }
    }
  }
  for (const text of allowed) yield { term: { id: '', text }, isAllowed: true };
}

function* patternsOf(sought: Iterable<Sought>, symbols: SymbolTable) {
  const normalizedText = new NormalizedText();
  const patterns: Pattern[] = [];
  const keys = new Map<string, number>();
  const keyOfPattern: number[] = [];
  let n = 0;
  for (const { term, isAllowed, word } of sought) {
    if (n++ % TERMS_OF_A_SLICE === 0) yield;
    const pattern = patternOf(term, normalizedText, isAllowed, word);
    if (!pattern) continue;
    const key = keyOf(pattern, (letter) => symbols.add(letter));
    if (!keys.has(key)) keys.set(key, keys.size);
    keyOfPattern.push(keys.get(key)!);
    patterns.push(pattern);
  }
  yield;
  return { patterns, keys: [...keys.keys()], keyOfPattern };
}
