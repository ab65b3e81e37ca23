import { SYMBOL_LETTER, UNSEGMENTED } from './normalization/char-codes.js';
import type { SymbolReading } from './matching/pattern-aligner.js';
import { MatchCollector } from './matching/match-collector.js';
import { MatchVerifier } from './matching/match-verifier.js';
import { findMasked } from './matching/asterisk-masks.js';
import type { Pattern } from './matching/pattern.js';
import { patternOf } from './matching/pattern.js';
import type { CompiledLists } from './compiled-lists.js';
import { compileLists } from './compiled-lists.js';
import { hasEntities } from './normalization/entities.js';
import { hasPromptSyntax, expandPrompt } from './prompt-syntax/grammar.js';
import { NormalizedText } from './prompt-syntax/normalized-text.js';
import { runSync, runCooperatively } from './cooperative.js';
import type { TermMatch, Term } from './term.js';
import { parseParts } from './multi-part-terms/parts.js';

/** Bounds the variants of a scheduled prompt that are searched: their number, and their characters in all. */
const MAX_VARIANTS = 12;
const MAX_CHARACTERS_OF_VARIANTS = 24_000;

/**
 * Finds listed terms in texts, also disguised ones; see docs/adr/0054. Runs in linear time for any text and independently of the
 * number of terms. Not thread-safe.
 */
export class WordFilter {
  private readonly normalizedText = new NormalizedText();
  private readonly matchVerifier = new MatchVerifier(this.normalizedText);

  /**
   * @param terms a `*` at an end of a word matches any letters there; for ` | ` and ` + ` see multi-part-terms/parts.ts
   * @param allowed words and phrases inside which nothing matches
   */
  constructor(
    terms: readonly Term[],
    allowed: readonly string[] = [],
    private readonly lists: CompiledLists = runSync(compileLists(terms, allowed)),
  ) {}

  /** As the constructor, but yields to the event loop: compiling 100,000 terms takes about a second. */
  static async inSlices(terms: readonly Term[], allowed: readonly string[] = []): Promise<WordFilter> {
    return new WordFilter([], [], await runCooperatively(compileLists(terms, allowed)));
  }

  /**
   * @param contextTexts other texts in which parts of a multi-part term count
   * @returns matches in the order of the text, which may overlap; 1,000 at most
   */
  find(text: string, contextTexts: readonly string[] = []): TermMatch[] {
    const contextMatches = contextTexts.map((other) => this.search(other));
    return this.search(text).matches(this.lists.multiPart, contextMatches);
  }

  private search(text: string): MatchCollector {
    const matches = this.searchVariants(text);
    if (text.includes('*')) {
      for (const match of findMasked(text, (candidate) => this.searchVariants(candidate).all())) {
        matches.add(match, match.start, match.end);
      }
      matches.endReading();
    }
    return matches;
  }

  private searchVariants(text: string): MatchCollector {
    const matchCollector = new MatchCollector(text);
    // Both readings, since users see an entity where it is shown as text, and its character elsewhere.
    if (hasEntities(text)) this.searchVariant(text, undefined, matchCollector, true);
    if (!hasPromptSyntax(text)) this.searchVariant(text, undefined, matchCollector);
    else {
      const variants = Math.max(1, Math.min(MAX_VARIANTS, Math.floor(MAX_CHARACTERS_OF_VARIANTS / text.length)));
      for (const marks of expandPrompt(text, variants)) this.searchVariant(text, marks, matchCollector);
    }
    return matchCollector;
  }

  private searchVariant(
    text: string,
    marks: Uint8Array | undefined,
    matchCollector: MatchCollector,
    decodesEntities = false,
  ): void {
    this.normalizedText.read(text, marks, decodesEntities);
    this.matchVerifier.reset();
    this.scan(matchCollector);
    matchCollector.endReading();
  }

  private scan(matchCollector: MatchCollector): void {
    if (this.normalizedText.hasSymbolLetters) this.scanBothReadings(matchCollector);
    else this.scanOneReading(matchCollector);
  }

  private scanOneReading(matchCollector: MatchCollector): void {
    const { folded, length } = this.normalizedText;
    const { symbols, automaton } = this.lists;
    let state = 0;
    let lastSymbol = 0;
    for (let at = 0; at < length; at++) {
      const letter = folded[at]!;
      const symbol = symbols.of(letter);
      if (symbol === lastSymbol && symbol !== 0) continue;
      state = symbol === 0 ? 0 : automaton.step(state, symbol);
      lastSymbol = (letter & UNSEGMENTED) === 0 ? symbol : -1;
      if (state !== 0 && automaton.outputAt(state) !== 0 && !this.collect(state, at, 'letters', matchCollector)) return;
    }
  }

  /**
   * Tracks two states: one reads symbols such as `$` as letters, the other as separators. Both are equal far from such symbols.
   */
  private scanBothReadings(matchCollector: MatchCollector): void {
    const { folded, length } = this.normalizedText;
    const { symbols, automaton } = this.lists;
    let state = 0;
    let lastSymbol = 0;
    let separateState = 0;
    let lastSeparateSymbol = 0;
    for (let at = 0; at < length; at++) {
      const letter = folded[at]!;
      const symbol = symbols.of(letter);
      const repeatableSymbol = (letter & UNSEGMENTED) === 0 ? symbol : -1;
      const areEqual = separateState === state && lastSeparateSymbol === lastSymbol;
      if (symbol === 0 || symbol !== lastSymbol) {
        state = symbol === 0 ? 0 : automaton.step(state, symbol);
        lastSymbol = repeatableSymbol;
        if (state !== 0 && automaton.outputAt(state) !== 0 && !this.collect(state, at, 'letters', matchCollector)) {
          return;
        }
      }
      if ((letter & SYMBOL_LETTER) !== 0) continue;
      if (areEqual) {
        separateState = state;
        lastSeparateSymbol = lastSymbol;
      } else if (symbol === 0 || symbol !== lastSeparateSymbol) {
        separateState = symbol === 0 ? 0 : automaton.step(separateState, symbol);
        lastSeparateSymbol = repeatableSymbol;
        const hasOutput = separateState !== state && separateState !== 0 && automaton.outputAt(separateState) !== 0;
        if (hasOutput && !this.collect(separateState, at, 'separators', matchCollector)) return;
      }
    }
  }

  /** @returns false once the collector is full */
  private collect(state: number, at: number, symbolReading: SymbolReading, matchCollector: MatchCollector): boolean {
    const { automaton, patterns, firstPatternOfKey, nextPatternOfKey, closedKeys } = this.lists;
    const canEnd = this.matchVerifier.canEndAt(at);
    for (let output = automaton.outputAt(state); output !== 0; output = automaton.shorterOutput(output)) {
      const key = automaton.keyAt(output);
      if (!canEnd && closedKeys[key] === 1) continue;
      for (let index = firstPatternOfKey[key]!; index >= 0; index = nextPatternOfKey[index]!) {
        const pattern = patterns[index]!;
        if (!this.matches(pattern, at, symbolReading)) continue;
        const [start, end] = this.matchVerifier.matchedRange;
        if (!matchCollector.add(pattern, start, end)) return false;
      }
    }
    return true;
  }

  /** While both states are equal, symbols around a word can have either reading. */
  private matches(pattern: Pattern, at: number, symbolReading: SymbolReading): boolean {
    if (this.matchVerifier.matches(pattern, at, symbolReading)) return true;
    if (
      symbolReading === 'separators' ||
      !this.normalizedText.hasSymbolLetters ||
      (this.normalizedText.folded[at]! & SYMBOL_LETTER) !== 0
    ) {
      return false;
    }
    return this.matchVerifier.matches(pattern, at, 'separators');
  }
}

/** Whether each part of a term has letters or digits, of any script. */
export function canBeFound(text: string): boolean {
  const normalizedText = new NormalizedText();
  return parseParts(text)
    .flat()
    .every((word) => patternOf({ id: '', text: word }, normalizedText, false) !== undefined);
}

/** Whether a term matches only when several parts occur together. */
export const isMultiPart = (text: string): boolean => parseParts(text).length > 1;
